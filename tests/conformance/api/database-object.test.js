'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const util = require('node:util');
const { Database } = require('../../support/engine');
const { scratch } = require('../../support/scratch');
const { CONNECTION_BUSY, NOT_OPEN, sqliteError, typeError } = require('../../support/errors');

const properties = ['name', 'open', 'inTransaction', 'readonly', 'memory'];

test('a database has five own properties, all getters without setters', (t) => {
  const db = scratch(t).open(':memory:');
  assert.deepEqual(Object.keys(db), properties);
  for (const name of properties) {
    const { get, ...rest } = Object.getOwnPropertyDescriptor(db, name);
    assert.equal(typeof get, 'function');
    assert.deepEqual(rest, { set: undefined, enumerable: true, configurable: false });
    assert.throws(() => { db[name] = 1; }, TypeError);
  }
});

test('symbol properties are not enumerable, and properties can be added', (t) => {
  const db = scratch(t).open(':memory:');
  for (const symbol of Object.getOwnPropertySymbols(db)) {
    assert.equal(Object.getOwnPropertyDescriptor(db, symbol).enumerable, false);
  }
  assert.equal(Object.isExtensible(db), true);
  db.mine = 1;
  assert.equal(db.mine, 1);
});

test('inTransaction follows the connection', (t) => {
  const db = scratch(t).open(':memory:');
  assert.equal(db.inTransaction, false);
  db.exec('begin');
  assert.equal(db.inTransaction, true);
  db.exec('commit');
  assert.equal(db.inTransaction, false);
  db.exec('savepoint a');
  assert.equal(db.inTransaction, true);
  db.close();
  assert.equal(db.inTransaction, false);
});

test('readonly is the option, not the permission of the file', (t) => {
  const { open } = scratch(t);
  open().close();
  assert.equal(open('test.db', { readonly: true }).readonly, true);
  assert.equal(open('test.db', { readonly: false }).readonly, false);
});

test('a Buffer opens as a memory database', (t) => {
  const db = scratch(t).open(Buffer.alloc(0));
  assert.deepEqual({ name: db.name, memory: db.memory, readonly: db.readonly }, {
    name: ':memory:', memory: true, readonly: false,
  });
});

test('inspect(), JSON and structuredClone() show the values of the properties', (t) => {
  const db = scratch(t).open(':memory:');
  assert.equal(
    util.inspect(db, { breakLength: Infinity }),
    "Database { name: ':memory:', open: true, inTransaction: false, readonly: false, memory: true }",
  );
  assert.deepEqual(JSON.parse(JSON.stringify(db)), {
    name: ':memory:', open: true, inTransaction: false, readonly: false, memory: true,
  });
  assert.deepEqual(Object.entries(structuredClone(db)), Object.entries(db));
});

test('close() returns the database, may be repeated and keeps the name', (t) => {
  const { file, open } = scratch(t);
  const db = open();
  assert.equal(db.close(), db);
  assert.equal(db.close(), db);
  assert.deepEqual({ ...db }, {
    name: file('test.db'), open: false, inTransaction: false, readonly: false, memory: false,
  });
});

test('close() rolls back an open transaction', (t) => {
  const { open } = scratch(t);
  const db = open();
  db.exec('create table t (a); begin; insert into t values (1)');
  db.close();
  assert.equal(open().prepare('select count(*) from t').pluck().get(), 0);
});

test('a database file can be closed and opened again many times', (t) => {
  const { open } = scratch(t);
  for (let i = 0; i < 20; i += 1) {
    const db = open();
    db.exec('create table if not exists t (a); insert into t values (1)');
    assert.equal(db.prepare('select count(*) from t').pluck().get(), i + 1);
    db.close();
  }
});

test('a statement of a closed database keeps its properties but does not run', (t) => {
  const db = scratch(t).open(':memory:');
  const statement = db.prepare('select 1 as one');
  db.close();
  assert.equal(statement.source, 'select 1 as one');
  assert.equal(statement.reader, true);
  assert.equal(statement.readonly, true);
  assert.equal(statement.busy, false);
  assert.equal(statement.database, db);
  for (const method of ['run', 'get', 'all', 'iterate', 'bind', 'columns']) {
    assert.throws(() => statement[method](), typeError(NOT_OPEN));
  }
});

test('defaultSafeIntegers() applies to statements prepared after it', (t) => {
  const db = scratch(t).open(':memory:');
  const before = db.prepare('select 1').pluck();
  assert.equal(db.defaultSafeIntegers(), db);
  const between = db.prepare('select 1').pluck();
  db.defaultSafeIntegers(false);
  const after = db.prepare('select 1').pluck();
  db.defaultSafeIntegers(true);
  assert.deepEqual([before.get(), between.get(), after.get()], [1, 1n, 1]);
  assert.equal(between.safeIntegers(false).get(), 1);
});

for (const method of ['defaultSafeIntegers', 'unsafeMode']) {
  test(`${method}() accepts only a boolean`, (t) => {
    const db = scratch(t).open(':memory:');
    for (const value of [undefined, null, 0, 1, 'true', {}]) {
      assert.throws(() => db[method](value), typeError('Expected first argument to be a boolean'));
    }
    assert.equal(db[method](true), db);
    assert.equal(db[method](false), db);
  });
}

test('on a closed database unsafeMode() throws, defaultSafeIntegers() does not', (t) => {
  const db = scratch(t).open(':memory:').close();
  assert.throws(() => db.unsafeMode(), typeError(NOT_OPEN));
  assert.equal(db.defaultSafeIntegers(), db);
});

test('the schema table can be changed only in unsafe mode', (t) => {
  const db = scratch(t).open(':memory:');
  db.exec('create table t (a); pragma writable_schema = on');
  const edit = "update sqlite_master set sql = 'create table t (b)' where name = 't'";
  const refused = sqliteError('SQLITE_ERROR', 'table sqlite_master may not be modified');
  assert.throws(() => db.exec(edit), refused);
  db.unsafeMode().exec(`pragma writable_schema = on; ${edit}`);
  db.unsafeMode(false);
  assert.throws(() => db.exec(edit), refused);
});

test('an open iterator keeps the database from closing', (t) => {
  const db = scratch(t).open(':memory:');
  const iterator = db.prepare('select 1').iterate();
  assert.throws(() => db.close(), typeError(CONNECTION_BUSY));
  assert.equal(db.open, true);
  iterator.return();
  db.close();
});

test('fifty databases can be open at once', () => {
  const databases = Array.from({ length: 50 }, () => new Database(':memory:'));
  databases.forEach((db, i) => db.exec(`create table t (a); insert into t values (${i})`));
  assert.deepEqual(
    databases.map((db) => db.prepare('select a from t').pluck().get()),
    databases.map((_, i) => i),
  );
  databases.forEach((db) => db.close());
});
