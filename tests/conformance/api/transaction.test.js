'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { rangeError, sqliteError, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const SAVEPOINT = '`\t_bs3.\t`';

function open(t) {
  const log = [];
  const { open: openFile } = scratch(t);
  const db = openFile('test.db', { verbose: (sql) => log.push(sql) });
  db.exec('create table t (a unique)');
  const insert = db.prepare('insert into t values (?)');
  log.length = 0;
  return {
    db,
    log,
    openFile,
    add: (value) => insert.run(value),
    stored: () => db.prepare('select a from t order by a').pluck().all(),
  };
}

test('transaction() rejects everything but a function', (t) => {
  const { db } = open(t);
  for (const value of [undefined, null, 'begin', {}, []]) {
    assert.throws(() => db.transaction(value), typeError('Expected first argument to be a function'));
  }
});

test('a transaction function has its variants and its database as properties', (t) => {
  const { db } = open(t);
  const wrapped = db.transaction((a, b) => [a, b]);
  assert.equal(wrapped.name, 'sqliteTransaction');
  assert.equal(wrapped.length, 0);
  assert.equal(wrapped.default, wrapped);
  assert.deepEqual(Object.keys(wrapped), ['database']);
  for (const variant of [wrapped, wrapped.deferred, wrapped.immediate, wrapped.exclusive]) {
    assert.equal(variant.name, 'sqliteTransaction');
    assert.equal(variant.database, db);
    for (const name of ['default', 'deferred', 'immediate', 'exclusive', 'database']) {
      assert.equal(variant[name], wrapped[name]);
      assert.throws(() => { variant[name] = null; }, TypeError);
    }
  }
  assert.equal(new Set([wrapped, wrapped.deferred, wrapped.immediate, wrapped.exclusive]).size, 4);
});

for (const [variant, begin] of [
  ['default', 'BEGIN'], ['deferred', 'BEGIN DEFERRED'], ['immediate', 'BEGIN IMMEDIATE'],
  ['exclusive', 'BEGIN EXCLUSIVE'],
]) {
  test(`${variant} runs ${begin} and COMMIT`, (t) => {
    const { add, db, log, stored } = open(t);
    const inside = [];
    db.transaction(() => { inside.push(db.inTransaction); add(1); })[variant]();
    assert.deepEqual(inside, [true]);
    assert.deepEqual(log, [begin, 'insert into t values (1.0)', 'COMMIT']);
    assert.equal(db.inTransaction, false);
    assert.deepEqual(stored(), [1]);
  });
}

test('this, arguments and the result are passed on', (t) => {
  const { db } = open(t);
  const wrapped = db.transaction(function collect(...args) { return [this, ...args]; });
  const receiver = { wrapped };
  assert.deepEqual(wrapped(1, 2), [undefined, 1, 2]);
  assert.equal(receiver.wrapped()[0], receiver);
  assert.equal(wrapped.immediate()[0], wrapped);
  assert.deepEqual(wrapped.call(5, undefined), [5, undefined]);
});

for (const thrown of [new RangeError('mine'), 'text', 0, null, undefined, { then: 1 }]) {
  test(`throwing ${String(thrown)} rolls back and is passed on unchanged`, (t) => {
    const { add, db, log, stored } = open(t);
    const outcome = [];
    try {
      db.transaction(() => { add(1); throw thrown; })();
    } catch (error) {
      outcome.push(error);
    }
    assert.equal(outcome.length, 1);
    assert.equal(outcome[0], thrown);
    assert.deepEqual(log, ['BEGIN', 'insert into t values (1.0)', 'ROLLBACK']);
    assert.equal(db.inTransaction, false);
    assert.deepEqual(stored(), []);
  });
}

test('a nested call uses a savepoint in every variant', (t) => {
  const { add, db, log, stored } = open(t);
  const inner = db.transaction(add);
  db.transaction(() => { inner(1); inner.exclusive(2); })();
  assert.deepEqual(log, [
    'BEGIN',
    `SAVEPOINT ${SAVEPOINT}`, 'insert into t values (1.0)', `RELEASE ${SAVEPOINT}`,
    `SAVEPOINT ${SAVEPOINT}`, 'insert into t values (2.0)', `RELEASE ${SAVEPOINT}`,
    'COMMIT',
  ]);
  assert.deepEqual(stored(), [1, 2]);
});

test('a nested failure rolls back only the inner changes', (t) => {
  const { add, db, log, stored } = open(t);
  const inner = db.transaction((value) => { add(value); throw new RangeError('inner'); });
  db.transaction(() => {
    add(1);
    assert.throws(() => inner(2), rangeError('inner'));
    assert.equal(db.inTransaction, true);
    add(3);
  })();
  assert.deepEqual(log.slice(2, 6), [
    `SAVEPOINT ${SAVEPOINT}`, 'insert into t values (2.0)', `ROLLBACK TO ${SAVEPOINT}`, `RELEASE ${SAVEPOINT}`,
  ]);
  assert.deepEqual(stored(), [1, 3]);
});

test('an outer failure rolls back the inner changes too', (t) => {
  const { add, db, stored } = open(t);
  const inner = db.transaction(add);
  assert.throws(() => db.transaction(() => { inner(1); throw new RangeError('outer'); })(), rangeError('outer'));
  assert.deepEqual(stored(), []);
});

test('a transaction function inside a manual BEGIN uses a savepoint', (t) => {
  const { add, db, log, stored } = open(t);
  db.exec('begin');
  db.transaction(add)(1);
  assert.equal(db.inTransaction, true);
  assert.equal(log[1], `SAVEPOINT ${SAVEPOINT}`);
  db.exec('rollback');
  assert.deepEqual(stored(), []);
});

test('a transaction function may not return a promise or another thenable', async (t) => {
  const { add, db, stored } = open(t);
  const refused = typeError('Transaction function cannot return a promise');
  assert.throws(() => db.transaction(() => { add(1); return { then() {} }; })(), refused);
  let later;
  assert.throws(() => db.transaction(() => { later = (async () => { add(2); })(); return later; })(), refused);
  await later;
  assert.deepEqual(stored(), []);
  db.transaction(() => { add(3); return { then: 'no function' }; })();
  assert.deepEqual(stored(), [3]);
});

test('a transaction function may return a generator', (t) => {
  const { db } = open(t);
  const generator = db.transaction(function* count() { yield 1; })();
  assert.deepEqual([...generator], [1]);
});

for (const [failure, sql] of [
  ['a failing INSERT OR ROLLBACK', 'insert or rollback into t values (1)'],
  ['an error after a manual ROLLBACK', 'rollback; select * from absent'],
]) {
  test(`${failure} causes no second ROLLBACK`, (t) => {
    const { add, db, log, stored } = open(t);
    assert.throws(() => db.transaction(() => { add(1); db.exec(sql); })(), { name: 'SqliteError' });
    assert.equal(db.inTransaction, false);
    assert.equal(log.includes('ROLLBACK'), false);
    assert.deepEqual(stored(), []);
  });
}

for (const sql of ['commit', 'rollback']) {
  test(`after a manual ${sql} the final COMMIT fails`, (t) => {
    const { db } = open(t);
    assert.throws(
      () => db.transaction(() => db.exec(sql))(),
      sqliteError('SQLITE_ERROR', 'cannot commit - no transaction is active'),
    );
  });
}

test('a failing COMMIT is rolled back', (t) => {
  const { db } = open(t);
  db.exec(`
    create table parent (id integer primary key);
    create table child (parent references parent deferrable initially deferred);
  `);
  const orphan = db.transaction(() => db.exec('insert into child values (5)'));
  const failed = sqliteError('SQLITE_CONSTRAINT_FOREIGNKEY', 'FOREIGN KEY constraint failed');
  assert.throws(() => orphan(), failed);
  assert.equal(db.inTransaction, false);
  assert.equal(db.prepare('select count(*) from child').pluck().get(), 0);
  db.exec('insert into parent values (5)');
  orphan();
  assert.equal(db.prepare('select count(*) from child').pluck().get(), 1);
});

test('a failing BEGIN throws before the function is called', (t) => {
  const { db, openFile } = open(t);
  const other = openFile('test.db', { timeout: 0 });
  db.exec('begin immediate');
  let called = false;
  const wrapped = other.transaction(() => { called = true; });
  assert.throws(() => wrapped.immediate(), sqliteError('SQLITE_BUSY', 'database is locked'));
  assert.equal(called, false);
  db.exec('rollback');
  wrapped.immediate();
  assert.equal(called, true);
});

test('every variant works on a readonly connection', (t) => {
  const { openFile } = open(t);
  const reader = openFile('test.db', { readonly: true });
  const count = reader.transaction(() => reader.prepare('select count(*) from t').pluck().get());
  for (const variant of ['default', 'deferred', 'immediate', 'exclusive']) assert.equal(count[variant](), 0);
});

test('two hundred transactions run in a row', (t) => {
  const { add, db, stored } = open(t);
  const addTwo = db.transaction((value) => { add(value); add(value + 0.5); });
  for (let i = 0; i < 200; i += 1) addTwo(i);
  assert.equal(stored().length, 400);
});
