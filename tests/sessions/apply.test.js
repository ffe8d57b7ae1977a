'use strict';

// Applying changesets. node-sqlite.test.js compares the conflicts and their outcomes with node:sqlite.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Database } = require('../support/engine');
const { CONNECTION_BUSY, NOT_OPEN, sqliteError, typeError } = require('../support/errors');
const { scratch } = require('../support/scratch');
const { openTables, recorded, rowsOf } = require('./support/tables');

const { constants } = Database;
const { SQLITE_CHANGESET_ABORT, SQLITE_CHANGESET_OMIT, SQLITE_CHANGESET_REPLACE } = constants;

const TWO = 'create table a (id integer primary key, x); create table b (id integer primary key, x);';
const INSERTS = 'insert into a values (1, 2); insert into b values (1, 2), (3, 4)';

/** Returns a changeset of inserts into two tables. */
const twoTables = (place) => recorded(place.open(':memory:').exec(TWO), INSERTS);

const counts = (db) => ['a', 'b'].map((table) => db.prepare(`select count(*) from ${table}`).pluck().get());

test('filter() selects the tables that are changed', (t) => {
  const place = scratch(t);
  const db = place.open(':memory:').exec(TWO);
  const seen = [];
  const filter = function filter(...args) {
    seen.push([this, ...args]);
    return args[0] === 'b';
  };
  assert.equal(db.applyChangeset(twoTables(place), { filter, onConflict: null }), true);
  assert.deepEqual(seen, [[undefined, 'a'], [undefined, 'b']]);
  assert.deepEqual(counts(db), [0, 2]);
});

test('a conflict aborts the whole changeset unless onConflict() omits or replaces the change', (t) => {
  const place = scratch(t);
  const db = place.open(':memory:').exec(`${TWO} insert into b values (3, 'here')`);
  const changeset = twoTables(place);
  assert.equal(db.applyChangeset(changeset), false);
  assert.equal(db.applyChangeset(changeset, { onConflict: () => SQLITE_CHANGESET_ABORT }), false);
  assert.deepEqual(counts(db), [0, 1]);
  assert.equal(db.applyChangeset(changeset, { onConflict: () => SQLITE_CHANGESET_OMIT }), true);
  assert.deepEqual(rowsOf(db, 'b'), [{ id: 1, x: 2 }, { id: 3, x: 'here' }]);
  const conflicts = [];
  const onConflict = (...args) => conflicts.push(args) && SQLITE_CHANGESET_REPLACE;
  assert.equal(db.applyChangeset(changeset, { onConflict }), true);
  assert.deepEqual(conflicts, Array(3).fill([constants.SQLITE_CHANGESET_CONFLICT]));
  assert.deepEqual(rowsOf(db, 'b'), [{ id: 1, x: 2 }, { id: 3, x: 4 }]);
});

test('an exception thrown by filter() or onConflict() is rethrown unchanged, and nothing is changed', (t) => {
  const place = scratch(t);
  const changeset = twoTables(place);
  const db = place.open(':memory:').exec(`${TWO} insert into b values (3, 'here')`);
  for (const thrown of [new Error('thrown'), undefined, null, 'text']) {
    let calls = 0;
    const raise = () => {
      calls += 1;
      throw thrown;
    };
    const inFilter = (table) => (table === 'a' ? true : raise());
    for (const options of [{ onConflict: raise }, { filter: inFilter }, { filter: inFilter, onConflict: raise }]) {
      let caught = 'nothing';
      try {
        db.applyChangeset(changeset, options);
      } catch (error) {
        caught = error;
      }
      assert.equal(caught, thrown);
      assert.deepEqual(counts(db), [0, 1]);
      assert.equal(db.inTransaction, false);
    }
    assert.equal(calls, 3);
  }
});

test('an exception thrown by a user function in a trigger is rethrown, and nothing is changed', (t) => {
  const place = scratch(t);
  const changeset = twoTables(place);
  const thrown = new Error('thrown');
  const db = place.open(':memory:').exec(TWO).function('f', () => {
    throw thrown;
  });
  db.exec('create trigger r after insert on b begin select f(); end');
  assert.throws(() => db.applyChangeset(changeset), (error) => error === thrown);
  assert.deepEqual(counts(db), [0, 0]);
});

const INVALID_RESULT =
  'Expected onConflict() to return SQLITE_CHANGESET_OMIT, SQLITE_CHANGESET_REPLACE or SQLITE_CHANGESET_ABORT';

for (const result of [undefined, null, 3, -1, 0.5, '0', 0n, true, NaN, {}]) {
  test(`onConflict() must not return ${String(result)} (${typeof result})`, (t) => {
    const place = scratch(t);
    const db = place.open(':memory:').exec(`${TWO} insert into b values (3, 'here')`);
    assert.throws(() => db.applyChangeset(twoTables(place), { onConflict: () => result }), typeError(INVALID_RESULT));
    assert.deepEqual(counts(db), [0, 1]);
  });
}

test('onConflict() must not return SQLITE_CHANGESET_REPLACE for a row that is missing', (t) => {
  const db = openTables(scratch(t), 'insert into t values (1, 2, 3)');
  const changeset = recorded(db, 'delete from t');
  assert.throws(
    () => db.applyChangeset(changeset, { onConflict: () => SQLITE_CHANGESET_REPLACE }),
    typeError('Expected onConflict() to return SQLITE_CHANGESET_OMIT or SQLITE_CHANGESET_ABORT for this conflict'),
  );
});

test('during filter() the connection is busy, and other connections are not', (t) => {
  const place = scratch(t);
  const changeset = twoTables(place);
  const db = place.open(':memory:').exec(TWO);
  const other = place.open(':memory:').exec(TWO);
  const session = db.createSession();
  const uses = [
    () => db.exec('select 1'), () => db.prepare('select 1'), () => db.close(), () => db.createSession(),
    () => db.applyChangeset(changeset), () => session.changeset(), () => session.close(),
    () => db.unsafeMode().exec(''),
  ];
  let filters = 0;
  const filter = () => {
    filters += 1;
    for (const use of uses) assert.throws(use, typeError(CONNECTION_BUSY));
    assert.equal(other.applyChangeset(changeset, { onConflict: () => SQLITE_CHANGESET_OMIT }), true);
    return true;
  };
  assert.equal(db.applyChangeset(changeset, { filter }), true);
  assert.equal(filters, 2);
  assert.deepEqual([counts(db), counts(other)], [[1, 2], [1, 2]]);
  assert.deepEqual(session.changeset(), changeset);
});

test('applying a changeset while rows are iterated needs unsafe mode', (t) => {
  const place = scratch(t);
  const changeset = twoTables(place);
  const db = place.open(':memory:').exec(`${TWO} insert into a values (5, 6), (7, 8)`);
  const rows = db.prepare('select id from a').pluck().iterate();
  rows.next();
  assert.throws(() => db.applyChangeset(changeset), typeError(CONNECTION_BUSY));
  assert.equal(db.unsafeMode().applyChangeset(changeset), true);
  assert.deepEqual([...rows], [7]);
  assert.deepEqual(counts(db), [3, 2]);
});

test('a changeset applied inside a transaction is part of that transaction', (t) => {
  const place = scratch(t);
  const changeset = twoTables(place);
  const db = place.open(':memory:').exec(`${TWO} begin; insert into a values (5, 6)`);
  assert.equal(db.applyChangeset(changeset), true);
  assert.equal(db.applyChangeset(changeset), false);
  assert.deepEqual(counts(db), [2, 2]);
  db.exec('rollback');
  assert.deepEqual(counts(db), [0, 0]);
});

test('tables that are missing, have another primary key or fewer columns are skipped', (t) => {
  const place = scratch(t);
  const changeset = twoTables(place);
  for (const b of ['id, x primary key', 'id primary key']) {
    const db = place.open(':memory:').exec(`create table b (${b})`);
    assert.equal(db.applyChangeset(changeset), true);
    assert.deepEqual(rowsOf(db, 'b'), []);
  }
});

for (const [name, args, message] of [
  ['a missing changeset', [], 'Expected first argument to be a Buffer or a Uint8Array'],
  ['a string', ['T'], 'Expected first argument to be a Buffer or a Uint8Array'],
  ['options that are not an object', [Buffer.alloc(0), 5], 'Expected second argument to be an options object'],
  [
    'a filter that is not a function', [Buffer.alloc(0), { filter: 5 }],
    'Expected the "filter" option to be a function',
  ],
  [
    'an onConflict that is not a function', [Buffer.alloc(0), { onConflict: 0 }],
    'Expected the "onConflict" option to be a function',
  ],
]) {
  test(`applyChangeset() refuses ${name}`, (t) => {
    assert.throws(() => openTables(scratch(t)).applyChangeset(...args), typeError(message));
  });
}

test('a malformed changeset is refused, and nothing is changed', (t) => {
  const place = scratch(t);
  const changeset = twoTables(place);
  const db = place.open(':memory:').exec(TWO);
  for (const bytes of [Buffer.from('junk'), changeset.subarray(0, -1), Buffer.concat([changeset, Buffer.from([1])])]) {
    assert.throws(() => db.applyChangeset(bytes), sqliteError('SQLITE_CORRUPT', 'the changeset is malformed'));
    assert.deepEqual(counts(db), [0, 0]);
  }
});

test('a closed database refuses a changeset, even if reading the options closed it', (t) => {
  const db = openTables(scratch(t));
  const options = { get filter() { return db.close(), undefined; } };
  assert.throws(() => db.applyChangeset(Buffer.alloc(0), options), typeError(NOT_OPEN));
  assert.throws(() => db.applyChangeset(Buffer.alloc(0)), typeError(NOT_OPEN));
});

test('a database that is readonly or locked refuses a changeset', (t) => {
  const place = scratch(t);
  const changeset = twoTables(place);
  const writer = place.open('test.db').exec(TWO);
  const reader = place.open('test.db', { readonly: true, timeout: 0 });
  const readonly = sqliteError('SQLITE_READONLY', 'attempt to write a readonly database');
  assert.throws(() => reader.applyChangeset(changeset), readonly);
  const other = place.open('test.db', { timeout: 0 });
  writer.exec('begin immediate');
  assert.throws(() => other.applyChangeset(changeset), sqliteError('SQLITE_BUSY', 'database is locked'));
  writer.exec('commit');
  assert.equal(other.applyChangeset(changeset), true);
  assert.deepEqual(counts(reader), [1, 2]);
});

test('a changeset of an FTS5 table needs unsafe mode, because it changes the shadow tables', (t) => {
  const place = scratch(t);
  const full = 'create virtual table f using fts5 (x)';
  const changeset = recorded(place.open(':memory:').exec(full), "insert into f values ('hello there')");
  const db = place.open(':memory:').exec(full);
  const onConflict = () => SQLITE_CHANGESET_REPLACE;
  assert.throws(
    () => db.applyChangeset(changeset, { onConflict }),
    sqliteError('SQLITE_ERROR', 'table f_content may not be modified'),
  );
  assert.equal(db.unsafeMode().applyChangeset(changeset, { onConflict }), true);
  assert.equal(db.prepare("select count(*) from f('there')").pluck().get(), 1);
});

test('filter() and onConflict() do not interfere with user functions that are registered later', (t) => {
  const place = scratch(t);
  const changeset = twoTables(place);
  const db = place.open(':memory:').exec(TWO);
  for (let i = 0; i < 3; i += 1) {
    db.applyChangeset(changeset, { filter: () => true, onConflict: () => SQLITE_CHANGESET_OMIT });
    db.function(`f${i}`, () => i);
  }
  assert.deepEqual(db.prepare('select f0(), f1(), f2()').raw().get(), [0, 1, 2]);
});
