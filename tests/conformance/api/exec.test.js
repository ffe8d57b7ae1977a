'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { NOT_OPEN, sqliteError, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const open = (t) => scratch(t).open().exec('create table t (a unique)');
const stored = (db) => db.prepare('select a from t order by rowid').pluck().all();

test('exec() runs every statement and returns the database', (t) => {
  const db = open(t);
  assert.equal(db.exec('insert into t values (1); insert into t values (2);; insert into t values (3)'), db);
  assert.deepEqual(stored(db), [1, 2, 3]);
});

for (const sql of ['', ' ', ';', ';;\n;', '-- only', '/* only */', '/* open', '\ufeff', '\0']) {
  test(`exec(${JSON.stringify(sql)}) does nothing`, (t) => {
    const db = open(t);
    assert.equal(db.exec(sql), db);
  });
}

for (const [sql, rows] of [
  ['insert into t values (1);\0insert into t values (2)', [1]],
  ['\ufeffinsert into t values (1)', [1]],
  ['-- a\ninsert into t values (1) -- b', [1]],
  ["insert into t values (';'); /* ; */ insert into t values ('--')", [';', '--']],
  ['insert into t values (?), (@a)', [null, null]],
  ["insert into t values ('é漢😀')", ['é漢😀']],
  ['insert into t values (1), (2) returning a', [1, 2]],
  ['select 1; select 2; insert into t values (3); select 4', [3]],
]) {
  test(`exec(${JSON.stringify(sql)}) stores ${JSON.stringify(rows)}`, (t) => {
    const db = open(t);
    db.exec(sql);
    assert.deepEqual(stored(db), rows);
  });
}

test('exec() takes a trigger with its body as one statement', (t) => {
  const db = open(t);
  db.exec(`
    create table log (text);
    create trigger noted after insert on t begin insert into log values ('a'); insert into log values ('b'); end;
    insert into t values (1);
  `);
  assert.equal(db.prepare('select count(*) from log').pluck().get(), 2);
});

test('exec() stops at the first error and keeps the earlier changes', (t) => {
  const db = open(t);
  assert.throws(
    () => db.exec('insert into t values (1); insert into t values (1); insert into t values (2)'),
    sqliteError('SQLITE_CONSTRAINT_UNIQUE', 'UNIQUE constraint failed: t.a'),
  );
  assert.throws(
    () => db.exec('insert into t values (3); insert into absent values (1); insert into t values (4)'),
    sqliteError('SQLITE_ERROR', 'no such table: absent'),
  );
  assert.throws(
    () => db.exec('insert into t values (5); garbage'),
    sqliteError('SQLITE_ERROR', 'near "garbage": syntax error'),
  );
  assert.deepEqual(stored(db), [1, 3, 5]);
});

test('a transaction that exec() begins stays open after an error', (t) => {
  const db = open(t);
  assert.throws(() => db.exec('begin; insert into t values (1); garbage'), { code: 'SQLITE_ERROR' });
  assert.equal(db.inTransaction, true);
  db.exec('rollback');
  assert.deepEqual(stored(db), []);
});

test('exec() stops at an error of a query', (t) => {
  const db = open(t);
  assert.throws(
    () => db.exec('select abs(-9223372036854775807 - 1); insert into t values (1)'),
    sqliteError('SQLITE_ERROR', 'integer overflow'),
  );
  assert.deepEqual(stored(db), []);
});

for (const value of [undefined, null, 5, {}, ['select 1'], Buffer.from('select 1'), new String('select 1')]) {
  test(`exec() rejects ${Object.prototype.toString.call(value)} ${value}`, (t) => {
    assert.throws(() => open(t).exec(value), typeError('Expected first argument to be a string'));
  });
}

test('exec() ignores further arguments', (t) => {
  const db = open(t);
  db.exec('insert into t values (?)', 5);
  assert.deepEqual(stored(db), [null]);
});

test('exec() runs a script of ten thousand statements', (t) => {
  const db = open(t);
  const inserts = Array.from({ length: 10_000 }, (_, i) => `insert into t values (${i});`);
  db.exec(`begin; ${inserts.join('\n')} commit;`);
  assert.equal(db.prepare('select sum(a) from t').pluck().get(), 49_995_000);
});

test('exec() throws on a closed database', (t) => {
  const db = open(t).close();
  assert.throws(() => db.exec('select 1'), typeError(NOT_OPEN));
});
