'use strict';

// The timeout of node:vm ends JavaScript wherever it is, without running any `finally`.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const vm = require('node:vm');
const { scratch } = require('../../support/scratch');

/** Takes a second or so, because native machine code runs to its end. */
const LONG = 'with recursive c(x) as (select 1 union all select x + 1 from c limit 5000000) select count(*) from c';

function runOutOfTime(code, names, timeout = 30) {
  assert.throws(() => vm.runInNewContext(code, names, { timeout }), { code: 'ERR_SCRIPT_EXECUTION_TIMEOUT' });
}

for (const [name, code] of [
  ['a query', 'db.prepare(sql).get()'],
  ['a script', 'db.exec(sql)'],
  ['a write', 'db.prepare(`insert into t ${sql}`).run()'],
]) {
  test(`close() works after ${name} that ran out of time, and the file can be written`, (t) => {
    const { open } = scratch(t);
    const db = open().exec('create table t (a)');
    runOutOfTime(code, { db, sql: LONG });
    assert.equal(db.close().open, false);
    const again = open('test.db', { timeout: 0 });
    again.exec('delete from t; insert into t values (2)');
    assert.deepEqual(again.prepare('select a from t').all(), [{ a: 2 }]);
    assert.equal(again.pragma('integrity_check', { simple: true }), 'ok');
  });
}

test('a transaction that JavaScript left open when it ran out of time can be rolled back', (t) => {
  const db = scratch(t).open().exec('create table t (a)');
  const fill = db.transaction(() => {
    db.exec('insert into t values (1)');
    while (true);
  });
  // Time for the insertion, on a busy machine, too.
  runOutOfTime('fill()', { fill }, 500);
  assert.equal(db.inTransaction, true);
  db.exec('rollback');
  assert.deepEqual(db.prepare('select * from t').all(), []);
});

test('an iterator that JavaScript left open when it ran out of time keeps the connection busy', (t) => {
  const db = scratch(t).open();
  const statement = db.prepare('select 1 union all select 2');
  const iterator = statement.iterate();
  runOutOfTime('for (const row of iterator) while (true);', { iterator });
  assert.throws(() => db.close(), { message: 'This database connection is busy executing a query' });
  iterator.return();
  assert.equal(db.close().open, false);
});
