'use strict';

// Files that are no good databases, or not any more: whoever uses them gets rows or an error, never a crash, and whoever
// uses another database in the same guest notices nothing.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { runWatched } = require('./malformed/watch');
const { report, seeds } = require('./support/settings');

const { first, count } = seeds('ANYSQLITE_CRASH_MALFORMED_CASES', 2000);

test(`malformed databases (${count} cases)`, async (t) => {
  const { failures, counts } = await runWatched(first, count);
  const codes = Object.entries(counts.codes).sort(([, one], [, two]) => two - one);
  t.diagnostic(`${count} databases from seed ${first} on, ${counts.guests} guests, ${counts.statements} texts of SQL`);
  t.diagnostic(codes.map(([name, times]) => `${name} ${times}`).join(', '));
  assert.equal(failures.length, 0, report(failures));
});
