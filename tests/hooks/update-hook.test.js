'use strict';

// Which changes an update hook sees: SQLite decides, and docs/API.md says so.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { scratch } = require('../support/scratch');
const { loggedBy, openRecorded, record } = require('./support/recorder');

test('each changed row is reported once, with its operation, database, table and rowid', (t) => {
  const db = scratch(t).open(':memory:').exec('create table t (a)');
  const calls = [];
  db.updateHook((...values) => calls.push(values));
  db.exec('insert into t values (1), (2); update t set a = a + 1; delete from t where rowid = 1');
  assert.deepEqual(calls, [
    ['SQLITE_INSERT', 'main', 't', 1], ['SQLITE_INSERT', 'main', 't', 2],
    ['SQLITE_UPDATE', 'main', 't', 1], ['SQLITE_UPDATE', 'main', 't', 2],
    ['SQLITE_DELETE', 'main', 't', 1],
  ]);
});

test('every way to execute a statement calls the hook', (t) => {
  const { db, logged } = openRecorded(t);
  const insert = db.prepare('insert into t values (1) returning rowid').pluck();
  for (const [rowid, run] of [
    () => db.exec('insert into t values (1)'),
    () => db.prepare('insert into t values (1)').run(),
    () => insert.run(),
    () => insert.get(),
    () => insert.all(),
    () => [...insert.iterate()],
    () => insert.iterate().next(),
  ].entries()) {
    const expected = [`INSERT main.t ${rowid + 1}`, 'commit'];
    // The iterator that is left open has not committed.
    assert.deepEqual(logged(run), rowid === 6 ? expected.slice(0, 1) : expected);
  }
});

test('names of attached and temporary databases, and names beyond ASCII, are reported', (t) => {
  const { db, logged } = openRecorded(t, `
    attach ':memory:' as "Größe"; create table "Größe"."naïve 表" (a); create temp table own (a)`);
  assert.deepEqual(logged(() => db.exec('insert into "naïve 表" values (1)')), ['INSERT Größe.naïve 表 1', 'commit']);
  assert.deepEqual(logged(() => db.exec('insert into own values (1)')), ['INSERT temp.own 1', 'commit']);
});

test('a rowid is a number or a bigint as defaultSafeIntegers() was when the hook was set', (t) => {
  const db = scratch(t).open(':memory:').exec('create table t (id integer primary key)');
  const insert = db.prepare('insert into t values (?)');
  const seen = [];
  const hook = (_operation, _database, _table, rowid) => seen.push(rowid);
  db.updateHook(hook).defaultSafeIntegers();
  for (const rowid of [5, -7, 2n ** 40n, 2n ** 53n + 1n]) insert.run(rowid);
  assert.deepEqual(seen.splice(0), [5, -7, 2 ** 40, 2 ** 53]);
  db.updateHook(hook).defaultSafeIntegers(false);
  for (const rowid of [6, 2n ** 63n - 1n, -(2n ** 63n)]) insert.run(rowid);
  assert.deepEqual(seen, [6n, 2n ** 63n - 1n, -(2n ** 63n)]);
});

test('an update that changes the rowid reports the new one', (t) => {
  const { db, logged } = openRecorded(t, 'create table p (id integer primary key); insert into p values (1)');
  assert.deepEqual(logged(() => db.exec('update p set id = 9')), ['UPDATE main.p 9', 'commit']);
});

test('rows that triggers and foreign keys change are reported, too', (t) => {
  const { db, logged } = openRecorded(t, `
    create table p (id integer primary key); create table c (p references p on delete cascade);
    create trigger copy after insert on t begin insert into p values (new.a); end;
    insert into p values (1); insert into c values (1)`);
  assert.deepEqual(logged(() => db.exec('insert into t values (7)')), ['INSERT main.t 1', 'INSERT main.p 7', 'commit']);
  const cascade = logged(() => db.exec('delete from p where id = 1'));
  assert.deepEqual(cascade, ['DELETE main.p 1', 'DELETE main.c 1', 'commit']);
});

test('UPSERT reports an update where it updates', (t) => {
  const { db, logged } = openRecorded(t, 'create table u (id integer primary key, a); insert into u values (1, 1)');
  const upsert = 'insert into u values (1, 2), (2, 2) on conflict do update set a = excluded.a';
  assert.deepEqual(logged(() => db.exec(upsert)), ['UPDATE main.u 1', 'INSERT main.u 2', 'commit']);
});

test('a copy of a whole table reports each row', (t) => {
  const { db, logged } = openRecorded(t, 'create table u (a); insert into u values (1), (2)');
  assert.deepEqual(logged(() => db.exec('insert into t select * from u')), [
    'INSERT main.t 1', 'INSERT main.t 2', 'commit',
  ]);
});

test('rows that REPLACE deletes are not reported', (t) => {
  const { db, logged } = openRecorded(t, 'create table u (a unique); insert into u values (1)');
  assert.deepEqual(logged(() => db.exec('replace into u values (1)')), ['INSERT main.u 2', 'commit']);
});

test('tables without rowids are not reported', (t) => {
  const { db, logged } = openRecorded(t, 'create table w (id primary key) without rowid');
  assert.deepEqual(logged(() => db.exec('insert into w values (1); delete from w where id = 1')), ['commit', 'commit']);
});

test("tables of SQLite's own are not reported", (t) => {
  const { db, logged } = openRecorded(t, 'create table n (id integer primary key autoincrement)');
  assert.deepEqual(logged(() => db.exec('insert into n default values; analyze; create table x (a)')), [
    'INSERT main.n 1', 'commit', 'commit', 'commit',
  ]);
});

test('a DELETE of all rows is reported if it has a WHERE, a trigger or a session', (t) => {
  const { db, logged } = openRecorded(t, 'create table k (id integer primary key)');
  const fill = () => db.exec('insert into k values (1), (2)');
  fill();
  assert.deepEqual(logged(() => db.exec('delete from k')), ['commit']);
  fill();
  assert.deepEqual(logged(() => db.exec('delete from k where true')), ['DELETE main.k 1', 'DELETE main.k 2', 'commit']);
  fill();
  const session = db.createSession();
  assert.deepEqual(logged(() => db.exec('delete from k')), ['DELETE main.k 1', 'DELETE main.k 2', 'commit']);
  session.close();
  db.exec('create trigger kept after delete on k begin select 1; end');
  fill();
  assert.deepEqual(logged(() => db.exec('delete from k')), ['DELETE main.k 1', 'DELETE main.k 2', 'commit']);
});

for (const [what, create, insert, shadow] of [
  ['a full-text index', 'create virtual table f using fts5(a)', "insert into f values ('word')", 'main.f_content'],
  ['an R-Tree', 'create virtual table f using rtree(id, low, high)', 'insert into f values (1, 2, 3)', 'main.f_rowid'],
]) {
  test(`${what} reports its shadow tables`, (t) => {
    const { db, logged } = openRecorded(t, create);
    const tables = logged(() => db.exec(insert)).map((entry) => entry.split(' ')[1]);
    assert.ok(tables.includes(shadow));
    assert.ok(!tables.includes('main.f'));
  });
}

test('VACUUM and ALTER TABLE report no rows of tables', (t) => {
  const { db, logged } = openRecorded(t, 'create table u (a, b); insert into u values (1, 1), (2, 2)');
  for (const sql of ['vacuum', 'alter table u drop column b', 'alter table u add column c default 5']) {
    assert.deepEqual(logged(() => db.exec(sql)).filter((entry) => entry !== 'commit'), []);
  }
  db.exec('create trigger x after insert on u begin select 1; end; create view v as select 1');
  const copies = logged(() => db.exec('vacuum')).map((entry) => entry.replace(/vacuum_[0-9a-f]+/, 'vacuum_X'));
  assert.deepEqual(copies, ['INSERT vacuum_X.sqlite_master 3', 'INSERT vacuum_X.sqlite_master 4']);
});

test('rows of a changeset are reported as it is applied', (t) => {
  const source = scratch(t).open(':memory:').exec('create table k (id integer primary key, a)');
  const session = source.createSession();
  source.exec('insert into k values (1, 1), (2, 2)');
  const changeset = session.changeset();
  const { db, logged } = openRecorded(t, 'create table k (id integer primary key, a)');
  assert.deepEqual(logged(() => db.applyChangeset(changeset)), ['INSERT main.k 1', 'INSERT main.k 2', 'commit']);
});

test('changes of other connections are not reported', (t) => {
  const place = scratch(t);
  const db = place.open('test.db').exec('create table t (a)');
  const log = [];
  record(db, log);
  const other = place.open('test.db');
  assert.deepEqual(loggedBy(log, () => other.exec('insert into t values (1)')), []);
  assert.deepEqual(loggedBy(log, () => db.exec('insert into t values (2)')), ['INSERT main.t 2', 'commit']);
});

test('a hook that throws undoes its statement, which throws the same value', (t) => {
  const { db } = openRecorded(t, 'insert into t values (0)');
  let calls = 0;
  const insert = db.prepare('insert into t values (1), (2), (3) returning a').pluck();
  for (const value of [new Error('a'), null, undefined, 0, 'text']) {
    db.updateHook(() => {
      calls += 1;
      throw value;
    });
    for (const run of [
      () => db.exec('insert into t values (1), (2)'),
      () => db.prepare('insert into t values (1), (2)').run(),
      () => db.prepare('update t set a = 5').run(),
      () => insert.run(), () => insert.get(), () => insert.all(), () => insert.iterate().next(),
    ]) {
      calls = 0;
      let thrown = [];
      try {
        run();
      } catch (error) {
        thrown = [error];
      }
      assert.deepEqual(thrown, [value]);
      // No callback runs after the one that has thrown.
      assert.equal(calls, 1);
      assert.equal(db.inTransaction, false);
    }
  }
  db.updateHook();
  assert.deepEqual(db.prepare('select a from t').pluck().all(), [0]);
  assert.deepEqual(insert.all(), [1, 2, 3]);
});

test('a hook that throws inside a transaction ends the transaction, and the rollback hook is called once', (t) => {
  const { db, log, logged } = openRecorded(t);
  db.updateHook((_operation, _database, _table, rowid) => {
    log.push(rowid);
    if (rowid === 3) throw 'third';
  });
  const many = db.transaction(() => {
    for (let i = 0; i < 5; i += 1) db.prepare('insert into t values (?)').run(i);
  });
  assert.deepEqual(logged(many), [1, 2, 3, 'rollback', { thrown: 'third' }]);
  assert.equal(db.prepare('select count(*) from t').pluck().get(), 0);
  const nested = db.transaction(() => {
    db.exec('insert into t values (0)');
    try {
      many();
    } catch {
      // The outer transaction has ended with the inner one.
      assert.equal(db.inTransaction, false);
    }
  });
  assert.deepEqual(logged(nested), [1, 2, 3, 'rollback', { thrown: 'SQLITE_ERROR' }]);
  assert.equal(db.prepare('select count(*) from t').pluck().get(), 0);
});

test('a hook that throws while a changeset is applied undoes the changeset', (t) => {
  const schema = 'create table k (id integer primary key)';
  const source = scratch(t).open(':memory:').exec(schema);
  const session = source.createSession();
  source.exec('insert into k values (1), (2)');
  const { db, logged } = openRecorded(t, schema);
  db.updateHook(() => {
    throw 'no';
  });
  for (const begin of ['', 'begin; insert into t values (1)']) {
    db.updateHook().exec(begin).updateHook(() => {
      throw 'no';
    });
    assert.deepEqual(logged(() => db.applyChangeset(session.changeset())), ['rollback', { thrown: 'no' }]);
    assert.equal(db.inTransaction, false);
    assert.equal(db.prepare('select (select count(*) from k) + (select count(*) from t)').pluck().get(), 0);
  }
  db.updateHook();
  assert.equal(db.applyChangeset(session.changeset()), true);
});
