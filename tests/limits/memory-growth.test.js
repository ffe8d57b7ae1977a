'use strict';

// Beyond 2 GiB an address is a negative number until it is made unsigned. A database in memory holds 2 GB here, so that
// every later allocation lies beyond 2 GiB.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Database } = require('../support/engine');
const { sqliteError } = require('../support/errors');
const { scratch } = require('../support/scratch');
const { TWO_GIB, PIECE, fillBelowTwoGib, growBy, connectionOf, isAnysqlite } = require('./support/guest-memory');

/** Returns a database in memory with 2 GB in four rows. */
function openHolder() {
  const db = new Database(':memory:');
  assert.equal(growBy(db, 7), 7 * PIECE.length);
  db.exec('create table held (id integer primary key, data)');
  const hold = db.prepare('insert into held (data) values (?)');
  for (let i = 0; i < 4; i += 1) hold.run(PIECE);
  if (isAnysqlite) fillBelowTwoGib(db);
  return db;
}

const holder = openHolder();

/** Opens a database, and asserts that its connection lies beyond 2 GiB. */
function openBeyond(open = () => new Database(':memory:')) {
  const db = open();
  if (isAnysqlite) assert.ok(connectionOf(db).address >= TWO_GIB);
  return db;
}

test('2 GB of values in memory are read back', () => {
  const read = holder.prepare('select data from held where id = ?').pluck();
  for (const id of [1, 2, 3, 4]) assert.ok(read.get(id).equals(PIECE));
  const sum = holder.prepare('select sum(length(data)) from held where id <= 4').pluck();
  assert.equal(sum.get(), 4 * PIECE.length);
  const end = holder.prepare('select substr(data, -19) from held where id = 2').pluck().get();
  assert.deepEqual(end, PIECE.subarray(-19));
});

test('values of every kind are bound and read beyond 2 GiB', () => {
  const db = openBeyond();
  const values = [
    null, 1, -1.5, 2n ** 62n, '', 'text', 'ünï😀', 'x'.repeat(1000), 'ü'.repeat(100_000),
    Buffer.from([0, 255]), Buffer.alloc(0), Buffer.alloc(300_000, 7),
  ];
  const echo = db.prepare('select ? as value').pluck().safeIntegers();
  for (const value of values) assert.deepEqual(echo.get(value), value);
  const all = db.prepare(`select ${values.map((_, i) => `@v${i} as c${i}`).join(', ')}`).safeIntegers();
  const named = Object.fromEntries(values.map((value, i) => [`v${i}`, value]));
  const row = Object.fromEntries(values.map((value, i) => [`c${i}`, value]));
  assert.deepEqual(all.all(named), [row]);
  assert.deepEqual([...all.iterate(named)], [row]);
  assert.deepEqual(all.columns().map((column) => column.name), Object.keys(row));
  db.close();
});

test('many rows are read beyond 2 GiB, in batches and one by one', () => {
  const db = openBeyond();
  db.exec('create table t (id integer primary key, a text, b)');
  const insert = db.prepare('insert into t (a, b) values (?, ?)');
  const rows = Array.from({ length: 20_000 }, (_, i) => (
    { id: i + 1, a: `text ${i} ü`, b: i % 2 ? null : Buffer.alloc(i % 50, i) }
  ));
  db.transaction(() => {
    for (const { id, a, b } of rows) assert.deepEqual(insert.run(a, b), { changes: 1, lastInsertRowid: id });
  })();
  assert.deepEqual(db.prepare('select * from t').all(), rows);
  assert.deepEqual([...db.prepare('select * from t').iterate()], rows);
  assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
  db.close();
});

test('errors and statements have their full texts beyond 2 GiB', () => {
  const db = openBeyond();
  const long = 'no_such_'.repeat(2000);
  assert.throws(() => db.prepare(`select ${long}`), sqliteError('SQLITE_ERROR', `no such column: ${long}`));
  db.exec('create table t (a unique)');
  const insert = db.prepare('insert into t values (?)');
  insert.run(long);
  assert.throws(() => insert.run(long), sqliteError('SQLITE_CONSTRAINT_UNIQUE', 'UNIQUE constraint failed: t.a'));
  assert.equal(insert.bind('short').toString(), "insert into t values ('short')");
  db.close();
});

test('a file is written, searched and copied beyond 2 GiB', (t) => {
  const place = scratch(t);
  const db = openBeyond(() => place.open());
  db.pragma('journal_mode = wal');
  db.exec('create table t (a); create virtual table words using fts5 (word)');
  const insert = db.prepare('insert into t values (?)');
  db.transaction(() => {
    for (let i = 0; i < 5000; i += 1) insert.run(`row ${i} `.repeat(40));
    insert.run(PIECE.subarray(0, 20_000_000));
    db.exec("insert into words select a from t where typeof(a) = 'text'");
  })();
  const count = (name) => place.open(name).prepare("select count(*) from words('4711')").pluck().get();
  assert.equal(count('test.db'), 1);
  assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
  db.exec(`vacuum into '${place.file('copy.db')}'`);
  assert.equal(count('copy.db'), 1);
  const last = db.prepare('select a from t order by rowid desc').pluck();
  assert.ok(last.get().equals(PIECE.subarray(0, 20_000_000)));
});
