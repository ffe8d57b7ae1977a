'use strict';

// Several processes share a database. At any host call of one, others may run, and it may be killed. Committed
// transactions stay, and no process sees half of one.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { report, seeds } = require('./support/settings');
const { World } = require('./support/world');

const JOURNALS = ['delete', 'truncate', 'persist', 'wal'];
const STATEMENTS = 300;

/**
 * What the worlds of a run must do on average, so that they test anything. Of 96 worlds, the quietest one had 9 commits
 * and 82 switches; one alone may have no kill.
 */
const MIN_COMMITS = 4;
const MIN_SWITCHES = 40;
const MIN_KILLS = 2;

const { first, count } = seeds('ANYSQLITE_CRASH_WORLDS', 12);

for (const [index, journal] of JOURNALS.entries()) {
  const allSeeds = Array.from({ length: count }, (_, i) => first + i);
  const ownSeeds = allSeeds.filter((seed) => seed % JOURNALS.length === index);
  if (ownSeeds.length === 0) continue;

  test(`interrupted and killed processes see whole transactions only (${journal}, ${ownSeeds.length} worlds)`, (t) => {
    const totals = { switches: 0, kills: 0, commits: 0 };
    const failures = ownSeeds.flatMap((seed) => {
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
    assert.ok(totals.commits >= MIN_COMMITS * ownSeeds.length);
    assert.ok(totals.switches >= MIN_SWITCHES * ownSeeds.length);
    assert.ok(totals.kills >= MIN_KILLS * (ownSeeds.length - 1));
  });
}
