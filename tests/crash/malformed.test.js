'use strict';

// Files that are not, or no longer, valid databases. Using one yields rows or an error, never a trap, and does not
// affect other databases in the same guest.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { runWatched } = require('./malformed/watch');
const { report, seeds } = require('./support/settings');

/**
 * What 50 cases must do at least, so that they test anything: usually they execute 2500 scripts, of which SQLite
 * refuses 350 because the database is malformed.
 */
const CASES = 50;
const MIN_STATEMENTS = 500;
const MIN_CORRUPT = 40;

const { first, count } = seeds('ANYSQLITE_CRASH_MALFORMED_CASES', 2000);

test(`a malformed database yields rows or an error, and harms no other database (${count} cases)`, async (t) => {
  const { failures, counts } = await runWatched(first, count);
  const codes = Object.entries(counts.codes).sort(([, one], [, two]) => two - one);
  t.diagnostic(`${count} databases from seed ${first} on, ${counts.guests} guests, ${counts.statements} SQL scripts`);
  t.diagnostic(codes.map(([name, times]) => `${name} ${times}`).join(', '));
  assert.equal(failures.length, 0, report(failures));
  const fifties = Math.floor(count / CASES);
  assert.ok(counts.guests >= fifties);
  assert.ok(counts.statements >= MIN_STATEMENTS * fifties);
  assert.ok(fifties === 0 || counts.codes.SQLITE_CORRUPT >= MIN_CORRUPT * fifties);
});
