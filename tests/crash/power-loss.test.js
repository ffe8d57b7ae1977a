'use strict';

// The power is cut at any moment of a workload, and again while the next start recovers: what SQLite promises for its
// settings holds, to the last byte.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { PowerLoss } = require('./support/power-loss');
const { report, seeds } = require('./support/settings');
const { WORKLOADS } = require('./support/workloads');

const { first, count } = seeds('ANYSQLITE_CRASH_CASES', 1500);
const cases = new PowerLoss(WORKLOADS);
let run = 0;

for (const [index, workload] of WORKLOADS.entries()) {
  const mine = Array.from({ length: count }, (_, i) => first + i).filter((seed) => seed % WORKLOADS.length === index);
  if (mine.length === 0) continue;

  test(`${workload.name} (${mine.length} cases)`, () => {
    const failures = mine.map((seed) => cases.run(seed)).filter((failure) => failure !== undefined);
    run += mine.length;
    assert.equal(failures.length, 0, report(failures));
  });
}

test('number of cases', (t) => {
  t.diagnostic(`${run} power cuts from seed ${first} on, ${cases.cutsInRecovery} more during recovery`);
});
