'use strict';

// Recording changes. node-sqlite.test.js compares what is recorded with node:sqlite, byte for byte.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Database } = require('../support/engine');
const { collectGarbage } = require('../support/collect-garbage');
const { CONNECTION_BUSY, NOT_OPEN, sqliteError, typeError } = require('../support/errors');
const { forceTrap } = require('../limits/support/force-trap');
const { connectionOf } = require('../limits/support/guest-memory');
const { scratch } = require('../support/scratch');
const { openTables, recorded, rowsOf } = require('./support/tables');

const busy = typeError(CONNECTION_BUSY);
const ended = typeError('The session is not open');

test('each call of changeset() returns all changes since the session began', (t) => {
  const db = openTables(scratch(t), 'insert into t values (1, 2, 3)');
  const session = db.createSession();
  assert.deepEqual(session.changeset(), Buffer.alloc(0));
  db.exec('update t set b = 4');
  const first = session.changeset();
  assert.ok(Buffer.isBuffer(first) && first.length > 0);
  assert.deepEqual(session.changeset(), first);
  assert.ok(session.patchset().length < first.length);
  db.exec('update t set b = 3');
  assert.deepEqual(session.changeset(), Buffer.alloc(0));
});

test('tables without a primary key are not recorded', (t) => {
  const db = openTables(scratch(t));
  assert.deepEqual(recorded(db, 'insert into keyless values (5)'), Buffer.alloc(0));
});

test('a session can record a single table, even one that is created later', (t) => {
  const db = openTables(scratch(t));
  const [one, later] = ['t', 'later'].map((table) => db.createSession({ table }));
  db.exec('create table later (id primary key); insert into later values (5)');
  assert.equal(one.changeset().length, 0);
  assert.match(later.changeset().toString('latin1'), /later/);
});

test('a session can record an attached database', (t) => {
  const db = openTables(scratch(t)).exec("attach ':memory:' as other; create table other.t (id integer primary key)");
  const [main, other] = [db.createSession(), db.createSession({ db: 'other' })];
  db.exec('insert into other.t values (5)');
  assert.equal(main.changeset().length, 0);
  assert.ok(other.changeset().length > 0);
  db.exec('detach other');
  assert.throws(() => other.changeset(), sqliteError('SQLITE_ERROR', 'SQL logic error'));
});

test('several sessions can be closed in any order', (t) => {
  const db = openTables(scratch(t));
  const sessions = Array.from({ length: 4 }, () => db.createSession());
  for (const [index, session] of [sessions[2], sessions[0], sessions[3]].entries()) {
    session.close();
    db.exec(`insert into t values (${index}, 0, 0)`);
  }
  assert.throws(() => sessions[0].changeset(), ended);
  const copy = openTables(scratch(t));
  assert.equal(copy.applyChangeset(sessions[1].changeset()), true);
  assert.deepEqual(rowsOf(copy), rowsOf(db));
});

test('statements prepared before the session are recorded, including a DELETE of all rows', (t) => {
  const db = openTables(scratch(t), 'create table u (id integer primary key); insert into u values (1), (2)');
  const [remove, copy] = ['delete from u', 'insert into t select id, id, id from u'].map((sql) => db.prepare(sql));
  const [removed, copied] = ['u', 't'].map((table) => db.createSession({ table }));
  assert.equal(copy.run().changes, 2);
  assert.equal(remove.run().changes, 2);
  const undone = openTables(scratch(t), 'create table u (id integer primary key)');
  undone.applyChangeset(Database.invertChangeset(removed.changeset()));
  undone.applyChangeset(copied.changeset());
  assert.deepEqual(rowsOf(undone, 'u'), [{ id: 1 }, { id: 2 }]);
  assert.equal(rowsOf(undone).length, 2);
});

test('createSession() does not change the defensive mode', (t) => {
  const db = openTables(scratch(t));
  const edit = () => db.exec("pragma writable_schema = on; update sqlite_schema set sql = sql where name = 't'");
  db.createSession();
  assert.throws(edit, /may not be modified/);
  db.unsafeMode().createSession();
  edit();
});

for (const [name, options, message] of [
  ['options that are not an object', 5, 'Expected first argument to be an options object'],
  ['a table that is not a string', { table: 5 }, 'Expected the "table" option to be a string'],
  ['an undefined table', { table: undefined }, 'Expected the "table" option to be a string'],
  ['an empty table', { table: '' }, 'The "table" option cannot be an empty string'],
  ['a database that is not a string', { db: null }, 'Expected the "db" option to be a string'],
  ['an empty database', { db: '' }, 'The "db" option cannot be an empty string'],
]) {
  test(`createSession() refuses ${name}`, (t) => {
    assert.throws(() => openTables(scratch(t)).createSession(options), typeError(message));
  });
}

test('only createSession() constructs sessions', (t) => {
  const db = openTables(scratch(t));
  const session = db.createSession(null);
  assert.equal(session.database, db);
  const notConstructible = typeError('Sessions can only be constructed by the db.createSession() method');
  assert.throws(() => new session.constructor(), notConstructible);
  assert.throws(() => session.changeset.call({}), TypeError);
});

test('closing a database closes its sessions, and a session can be closed twice', (t) => {
  const db = openTables(scratch(t));
  const [one, two] = [db.createSession(), db.createSession()];
  assert.equal(one.close(), undefined);
  one.close();
  assert.throws(() => one.changeset(), ended);
  db.exec('insert into t values (1, 2, 3)').close();
  for (const session of [one, two]) {
    assert.throws(() => session.changeset(), typeError(NOT_OPEN));
    assert.throws(() => session.patchset(), typeError(NOT_OPEN));
    session.close();
  }
  assert.throws(() => db.createSession(), typeError(NOT_OPEN));
});

test('Symbol.dispose closes a session, and can be called twice', { skip: typeof Symbol.dispose !== 'symbol' }, (t) => {
  const session = openTables(scratch(t)).createSession();
  session[Symbol.dispose]();
  session[Symbol.dispose]();
  assert.throws(() => session.changeset(), ended);
});

test('while rows are iterated, sessions can be read and closed, but not created', (t) => {
  const db = openTables(scratch(t), 'insert into t values (1, 2, 3), (4, 5, 6)');
  const session = db.createSession();
  db.exec('update t set a = 0');
  const rows = db.prepare('select * from t').iterate();
  rows.next();
  assert.ok(session.changeset().length > 0);
  assert.throws(() => db.createSession(), busy);
  session.close();
  assert.equal(rows.next().value.id, 4);
  rows.return();
});

test('a user function cannot use the sessions of its connection', (t) => {
  const db = openTables(scratch(t));
  const session = db.createSession();
  let calls = 0;
  db.function('use', () => {
    calls += 1;
    for (const use of [() => db.createSession(), () => session.changeset(), () => session.close()]) {
      assert.throws(use, busy);
    }
    return 5;
  });
  db.exec('insert into t values (1, use(), 0)');
  assert.equal(calls, 1);
  assert.ok(session.changeset().length > 0);
});

test('an exception thrown by a user function of a generated column is rethrown, and the session goes on', (t) => {
  const db = scratch(t).open(':memory:');
  const thrown = new Error('thrown');
  let broken = false;
  db.function('f', { deterministic: true }, (a) => {
    if (broken) throw thrown;
    return a;
  });
  db.exec('create table g (id integer primary key, a, b as (f(a)) stored)');
  const session = db.createSession();
  db.exec('insert into g (id, a) values (1, 2)');
  broken = true;
  assert.throws(() => db.exec('insert into g (id, a) values (3, 4)'), (error) => error === thrown);
  broken = false;
  assert.ok(session.changeset().length > 0);
});

test('changes that are rolled back are not in the changeset', (t) => {
  const db = openTables(scratch(t), 'insert into t values (1, 2, 3)');
  assert.deepEqual(recorded(db, 'begin; delete from t; insert into t values (4, 5, 6); rollback'), Buffer.alloc(0));
});

test('an unreachable session is closed, and a reachable one keeps its database open', async (t) => {
  const place = scratch(t);
  const db = openTables(place);
  const closed = t.mock.method(connectionOf(db).guest, 'session_close');
  const begin = () => {
    for (let i = 0; i < 3; i += 1) db.createSession();
    return new Database(place.file('kept.db')).exec('create table t (id integer primary key)').createSession();
  };
  const kept = begin();
  await collectGarbage();
  assert.deepEqual(kept.changeset(), Buffer.alloc(0));
  assert.equal(closed.mock.callCount(), 3);
  db.exec('insert into t values (1, 2, 3)');
  assert.ok(recorded(db, 'delete from t').length > 0);
  kept.close();
});

test('after a trap in a callback, sessions report the trap and changesets still work', (t) => {
  const db = openTables(scratch(t));
  const session = db.createSession();
  const changeset = recorded(db, 'insert into t values (1, 2, 3)');
  const stopped = /^SQLite stopped unexpectedly/;
  assert.throws(() => db.applyChangeset(changeset, { filter: () => Boolean(forceTrap(db)) }), { message: stopped });
  assert.throws(() => session.changeset(), { message: stopped });
  session.close();
  assert.ok(Database.invertChangeset(changeset).length > 0);
  assert.equal(openTables(scratch(t)).applyChangeset(changeset), true);
});

test('sessions add no enumerable properties to the API of better-sqlite3', () => {
  assert.deepEqual(Object.keys(Database), ['SqliteError']);
  for (const name of ['createSession', 'applyChangeset']) {
    assert.equal(Object.getOwnPropertyDescriptor(Database.prototype, name).enumerable, false);
  }
});
