'use strict';

// Operations on changesets that need no database.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Database } = require('../support/engine');
const { sqliteError, typeError } = require('../support/errors');
const { scratch } = require('../support/scratch');
const { openTables, recorded, rowsOf } = require('./support/tables');

const CHANGES = [
  "insert into t values (3, x'00ff', 'ä€'), (4, 1e300, null)",
  'update t set a = 9 where id = 1',
  'delete from t where id = 2',
];
const FIRST = 'insert into t values (1, 2, 3), (2, 3, 4)';

const notBytes = (what) => typeError(`Expected ${what} to be a Buffer or a Uint8Array`);

test('an inverted changeset undoes the changes', (t) => {
  const db = openTables(scratch(t), FIRST);
  const before = rowsOf(db);
  const changeset = recorded(db, CHANGES.join(';'));
  assert.equal(db.applyChangeset(Database.invertChangeset(changeset)), true);
  assert.deepEqual(rowsOf(db), before);
  assert.deepEqual(Database.invertChangeset(Database.invertChangeset(changeset)), changeset);
});

for (const form of ['changeset', 'patchset']) {
  test(`concatenated ${form}s have the effect of applying one after the other`, (t) => {
    const db = openTables(scratch(t), FIRST);
    const parts = CHANGES.map((sql) => recorded(db, sql, form));
    const copy = openTables(scratch(t), FIRST);
    assert.equal(copy.applyChangeset(Database.concatChangesets(parts)), true);
    assert.deepEqual(rowsOf(copy), rowsOf(db));
  });
}

test('a changeset and its inverse cancel each other out', (t) => {
  const changeset = recorded(openTables(scratch(t), FIRST), CHANGES.join(';'));
  assert.deepEqual(Database.concatChangesets([changeset, Database.invertChangeset(changeset)]), Buffer.alloc(0));
});

test('inverting and concatenating empty changesets returns an empty changeset', () => {
  const empty = Buffer.alloc(0);
  assert.deepEqual(Database.invertChangeset(empty), empty);
  assert.deepEqual(Database.concatChangesets([]), empty);
  assert.deepEqual(Database.concatChangesets([empty, new Uint8Array(0)]), empty);
});

test('a changeset may be any Uint8Array, even of another realm or on shared memory', (t) => {
  const changeset = recorded(openTables(scratch(t), FIRST), CHANGES[0]);
  const inverse = Database.invertChangeset(changeset);
  const foreign = require('node:vm').runInNewContext('Uint8Array').from(changeset);
  const shared = new Uint8Array(new SharedArrayBuffer(changeset.length + 3), 3);
  shared.set(changeset);
  for (const bytes of [Uint8Array.from(changeset), foreign, shared]) {
    assert.deepEqual(Database.invertChangeset(bytes), inverse);
  }
});

test('a changeset of 20 MB can be recorded, concatenated and applied', (t) => {
  const db = openTables(scratch(t));
  const blob = Buffer.alloc(20 << 20, 'blob');
  const session = db.createSession();
  db.prepare('insert into t values (1, ?, 0)').run(blob);
  const changeset = session.changeset();
  const copy = openTables(scratch(t));
  copy.applyChangeset(Database.concatChangesets([changeset, changeset.subarray(0, 0)]));
  assert.ok(copy.prepare('select a from t').pluck().get().equals(blob));
});

test('a changeset whose byteLength lies is read whole, and no further', (t) => {
  const db = openTables(scratch(t));
  const changeset = recorded(db, 'insert into t values (1, 2, 3)');
  const inverse = Database.invertChangeset(changeset);
  for (const byteLength of [1, 1e6, -1, 'many']) {
    const liar = Object.defineProperties(Buffer.from(changeset), {
      byteLength: { value: byteLength }, length: { value: byteLength },
    });
    assert.deepEqual(Database.invertChangeset(liar), inverse);
    assert.deepEqual(Database.concatChangesets([liar, changeset.subarray(0, 0)]), changeset);
    const copy = openTables(scratch(t));
    copy.applyChangeset(liar);
    assert.deepEqual(copy.prepare('select * from t').raw().all(), [[1, 2, 3]]);
  }
});

for (const value of [
  undefined, null, 5, 'T', [1], {}, new ArrayBuffer(4), new DataView(new ArrayBuffer(4)), new Int8Array(4),
]) {
  test(`${Object.prototype.toString.call(value)} is refused as a changeset`, () => {
    assert.throws(() => Database.invertChangeset(value), notBytes('first argument'));
    assert.throws(() => Database.concatChangesets([Buffer.alloc(0), value]), notBytes('each changeset'));
  });
}

test('concatChangesets() takes nothing but an array', () => {
  const notArray = typeError('Expected first argument to be an array of changesets');
  for (const value of [undefined, null, Buffer.alloc(0), new Set()]) {
    assert.throws(() => Database.concatChangesets(value), notArray);
  }
});

test('changesets that cannot be inverted or concatenated are refused', (t) => {
  const db = openTables(scratch(t));
  const [changeset, patchset] = ['changeset', 'patchset'].map((form, id) => (
    recorded(db, `insert into t values (${id}, 2, 3)`, form)));
  const otherTable = scratch(t).open(':memory:').exec('create table t (id primary key)');
  const other = recorded(otherTable, 'insert into t values (8)');
  const junk = Buffer.from('junk');

  const notInvertible =
    sqliteError('SQLITE_CORRUPT', 'the changeset is malformed, or is a patchset, which cannot be inverted');
  for (const bytes of [junk, patchset, changeset.subarray(0, -1)]) {
    assert.throws(() => Database.invertChangeset(bytes), notInvertible);
  }
  for (const [parts, code, message] of [
    [[changeset, junk], 'SQLITE_CORRUPT', 'one of the changesets is malformed'],
    [[changeset, patchset], 'SQLITE_ERROR', 'changesets and patchsets cannot be joined'],
    [
      [changeset, other], 'SQLITE_SCHEMA',
      'a table has other columns or another primary key in another of the changesets',
    ],
  ]) {
    assert.throws(() => Database.concatChangesets(parts), sqliteError(code, message));
  }
});

test('invertChangeset() also works inside a user function', (t) => {
  const db = openTables(scratch(t));
  const changeset = recorded(db, FIRST);
  db.function('invert', (bytes) => Database.invertChangeset(bytes));
  assert.deepEqual(db.prepare('select invert(?)').pluck().get(changeset), Database.invertChangeset(changeset));
});

test('the constants have the values of sqlite3session.h and are frozen', () => {
  assert.deepEqual(Database.constants, {
    SQLITE_CHANGESET_OMIT: 0,
    SQLITE_CHANGESET_REPLACE: 1,
    SQLITE_CHANGESET_ABORT: 2,
    SQLITE_CHANGESET_DATA: 1,
    SQLITE_CHANGESET_NOTFOUND: 2,
    SQLITE_CHANGESET_CONFLICT: 3,
    SQLITE_CHANGESET_CONSTRAINT: 4,
    SQLITE_CHANGESET_FOREIGN_KEY: 5,
  });
  assert.ok(Object.isFrozen(Database.constants));
});
