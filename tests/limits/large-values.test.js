'use strict';

// Values up to SQLite's limit of a little over 500 MB, stored in a file.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { test } = require('node:test');
const { rangeError, sqliteError } = require('../support/errors');
const { scratch } = require('../support/scratch');

/** The most bytes of a value that SQLite accepts. */
const MAX_LENGTH = 536_870_888;
const SIZE = 500_000_000;

/** Creates a file with one table. Syncs are off: they take time and are not tested. */
function createFile(t) {
  const place = scratch(t);
  const db = place.open();
  db.pragma('synchronous = off');
  db.exec('create table t (id integer primary key, a)');
  return { place, db, insert: db.prepare('insert into t (a) values (?)') };
}

test('a blob of 500 MB is stored, read back and deleted', (t) => {
  const { place, db, insert } = createFile(t);
  const blob = Buffer.alloc(SIZE, 'five hundred megabytes; ');
  blob.write('the beginning', 0);
  blob.write('the end', SIZE - 7);
  insert.run(blob);
  db.close();
  assert.ok(fs.statSync(place.file('test.db')).size > SIZE);

  const reopened = place.open();
  const { a, length } = reopened.prepare('select a, length(a) as length from t').get();
  assert.equal(length, SIZE);
  assert.ok(a.equals(blob));
  assert.equal(reopened.prepare('select substr(a, -7) from t').pluck().get().toString(), 'the end');
  assert.equal(reopened.pragma('integrity_check', { simple: true }), 'ok');
  reopened.exec('delete from t; vacuum');
  assert.ok(fs.statSync(place.file('test.db')).size < 10_000);
});

test('a blob of 500 MB is rolled back, and written through a WAL', (t) => {
  const { place, db, insert } = createFile(t);
  const blob = Buffer.alloc(SIZE, 'abcdefg');
  db.exec('begin');
  insert.run(blob);
  db.exec('rollback');
  assert.equal(db.prepare('select count(*) from t').pluck().get(), 0);
  db.pragma('journal_mode = wal');
  insert.run(blob);
  assert.ok(place.open().prepare('select a from t').pluck().get().equals(blob));
  db.close();
  assert.ok(place.open().prepare('select a from t').pluck().get().equals(blob));
});

test('a text of 250 million characters, some of three bytes, is stored and read back', (t) => {
  const { db, insert } = createFile(t);
  const text = `${'x'.repeat(250_000_000)}${'漢字'.repeat(1000)}`;
  insert.run(text);
  const { a, length } = db.prepare('select a, length(a) as length from t').get();
  assert.equal(length, text.length);
  assert.ok(a === text);
});

test('a value of the greatest length is bound, and a longer one is refused', (t) => {
  const { db } = createFile(t);
  const length = db.prepare('select length(?)').pluck();
  assert.equal(length.get(Buffer.alloc(MAX_LENGTH)), MAX_LENGTH);
  const boundTooBig = rangeError('The bound string, buffer, or bigint is too big');
  assert.throws(() => length.get(Buffer.alloc(MAX_LENGTH + 1)), boundTooBig);
  assert.throws(() => length.get('ü'.repeat(MAX_LENGTH / 2 + 1)), boundTooBig);
  const tooBig = sqliteError('SQLITE_TOOBIG', 'string or blob too big');
  assert.throws(() => db.exec(`select zeroblob(${MAX_LENGTH + 1})`), tooBig);
  assert.throws(() => db.exec(`select zeroblob(${MAX_LENGTH - 1}) || 'ab'`), tooBig);
  assert.equal(length.get('still there'), 11);
});
