'use strict';

// Several processes work on one database, interrupted by each other at any host call, and killed now and then: what one
// committed is there, and nobody sees half of it.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { report, seeds } = require('./support/settings');
const { World } = require('./support/world');

const JOURNALS = ['delete', 'truncate', 'persist', 'wal'];
const STATEMENTS = 300;

const { first, count } = seeds('ANYSQLITE_CRASH_WORLDS', 12);

for (const [index, journal] of JOURNALS.entries()) {
  const mine = Array.from({ length: count }, (_, i) => first + i).filter((seed) => seed % JOURNALS.length === index);
  if (mine.length === 0) continue;

  test(`processes share a database (${journal}, ${mine.length} worlds)`, (t) => {
    const totals = { switches: 0, kills: 0, commits: 0 };
    const failures = mine.flatMap((seed) => {
      const world = new World({ seed, journal });
      try {
        world.run(STATEMENTS);
        return [];
      } catch (error) {
        return [`seed ${seed}: ${/** @type {Error} */ (error).stack}`];
      } finally {
        totals.switches += world.switches;
        totals.kills += world.kills;
        for (const process of world.processes) totals.commits += process.committed;
      }
    });
    t.diagnostic(`${totals.commits} commits, ${totals.switches} switches within a statement, ${totals.kills} kills`);
    assert.equal(failures.length, 0, report(failures));
  });
}
