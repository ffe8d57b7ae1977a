'use strict';

// The power is cut at a random moment of a workload, and again during recovery. The durability that SQLite promises for
// the workload's settings holds, to the last byte.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { PowerLoss } = require('./support/power-loss');
const { report, seeds } = require('./support/settings');
const { WORKLOADS } = require('./support/workloads');

const { first, count } = seeds('ANYSQLITE_CRASH_CASES', 1500);

/** The share of cases that must have a power cut during recovery. More than a quarter has one. */
const MIN_CUTS_IN_RECOVERY = 1 / 20;

const cases = new PowerLoss(WORKLOADS);
let run = 0;

for (const [index, workload] of WORKLOADS.entries()) {
  const allSeeds = Array.from({ length: count }, (_, i) => first + i);
  const ownSeeds = allSeeds.filter((seed) => seed % WORKLOADS.length === index);
  if (ownSeeds.length === 0) continue;

  test(`a database keeps SQLite's promise after power cuts (${workload.name}, ${ownSeeds.length} cases)`, () => {
    const failures = ownSeeds.map((seed) => cases.run(seed)).filter((failure) => failure !== undefined);
    run += ownSeeds.length;
    assert.equal(failures.length, 0, report(failures.map(({ text }) => text)));
  });
}

test('recovery is interrupted by power cuts, too', (t) => {
  t.diagnostic(`${run} power cuts from seed ${first} on, ${cases.cutsInRecovery} more during recovery`);
  assert.ok(cases.cutsInRecovery >= Math.floor(run * MIN_CUTS_IN_RECOVERY));
});
