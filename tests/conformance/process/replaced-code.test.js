'use strict';

// V8 replaces the code of a function, when it has optimised it, for later calls only. A statement that runs for long
// must get the better code, too: the guest leaves SQLite's virtual machine now and then and enters it again.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const { test } = require('node:test');
const { engine, folder: PACKAGE } = require('../../support/engine');

// V8 optimises in the main thread, so the time does not depend on what else the machine does.
const OPTIONS = ['--wasm-sync-tier-up', '--wasm-tiering-budget=13000000'];
const hasOptions = Number(process.versions.v8.split('.')[0]) >= 12;
// There, V8 with the first of them never ends a statement that it optimises.
const isWine = process.env.WINEPREFIX !== undefined;

/** Prints the CPU time of the first execution of a statement, relative to that of the second. */
const PROGRAM = `
  const db = new (require(${JSON.stringify(PACKAGE)}))(':memory:');
  const statement = db.prepare(
    'with recursive n(i) as (select 1 union all select i + 1 from n where i < 4000000) select sum(i * 2 + 1) from n',
  );
  const times = [0, 0].map(() => {
    const before = process.cpuUsage();
    statement.get();
    return process.cpuUsage(before).user;
  });
  console.log(times[0] / times[1]);
`;

test('the first long statement runs on optimised code', { skip: engine !== 'v8' || !hasOptions || isWine }, () => {
  const ratio = Number(execFileSync(process.execPath, [...OPTIONS, '-e', PROGRAM], { encoding: 'utf8' }));
  // The rest is the optimisation itself. Without better code for it, the first takes twice as long.
  assert.ok(ratio > 0.5 && ratio < 1.6, `the first execution takes ${ratio} times the second`);
});
