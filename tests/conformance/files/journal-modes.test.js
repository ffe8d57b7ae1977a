'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { rangeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const journal = 'test.db-journal';
const wal = 'test.db-wal';

/** Returns the sizes of the side files that exist. */
const sideFiles = ({ exists, read }) => Object.fromEntries(
  [journal, wal].filter(exists).map((name) => [name, read(name).length]),
);

// For each mode, a check of the side files after a transaction.
for (const [mode, checkSideFiles] of [
  ['delete', (files) => assert.deepEqual(files, {})],
  ['truncate', (files) => assert.deepEqual(files, { [journal]: 0 })],
  ['persist', (files) => assert.ok(files[journal] > 0)],
  ['memory', (files) => assert.deepEqual(files, {})],
]) {
  test(`${mode}: the side files during and after a transaction are those of the mode`, (t) => {
    const place = scratch(t);
    const db = place.open().exec('create table t (a); insert into t values (1)');
    assert.equal(db.pragma(`journal_mode = ${mode}`, { simple: true }), mode);
    assert.equal(db.pragma('journal_mode', { simple: true }), mode);
    db.exec('begin; insert into t values (2)');
    assert.equal(place.exists(journal), mode !== 'memory');
    db.exec('commit');
    checkSideFiles(sideFiles(place));
    assert.equal(place.open().prepare('select sum(a) from t').pluck().get(), 3);
  });

  test(`${mode}: a rollback restores the database`, (t) => {
    const { open } = scratch(t);
    const db = open().exec('create table t (a); insert into t values (1)');
    db.pragma(`journal_mode = ${mode}`);
    // With a small cache, changed pages reach the file before the transaction ends.
    db.pragma('cache_size = 2');
    const insert = db.prepare('insert into t values (randomblob(1000))');
    const fill = db.transaction((fail) => {
      for (let i = 0; i < 300; i += 1) insert.run();
      if (fail) throw new RangeError('undo');
    });
    assert.throws(() => fill(true), rangeError('undo'));
    assert.deepEqual(db.prepare('select a from t').pluck().all(), [1]);
    assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
    fill(false);
    db.close();
    const again = open();
    assert.equal(again.prepare('select count(*) from t').pluck().get(), 301);
    assert.equal(again.pragma('integrity_check', { simple: true }), 'ok');
  });
}

test('journal_mode = off is allowed only in unsafe mode', (t) => {
  const place = scratch(t);
  const db = place.open().exec('create table t (a)');
  assert.equal(db.pragma('journal_mode = off', { simple: true }), 'delete');
  db.unsafeMode();
  assert.equal(db.pragma('journal_mode = off', { simple: true }), 'off');
  db.exec('begin; insert into t values (1)');
  assert.deepEqual(sideFiles(place), {});
  db.exec('commit');
  assert.equal(place.open().prepare('select a from t').pluck().get(), 1);
});

test('the WAL exists while the database is open and is removed at close', (t) => {
  const place = scratch(t);
  const db = place.open();
  assert.equal(db.pragma('journal_mode = wal', { simple: true }), 'wal');
  db.exec('create table t (a); insert into t values (1)');
  assert.ok(sideFiles(place)[wal] > 0);
  db.close();
  assert.deepEqual(sideFiles(place), {});
  const again = place.open();
  assert.equal(again.pragma('journal_mode', { simple: true }), 'wal');
  assert.equal(again.prepare('select a from t').pluck().get(), 1);
});

test('WAL mode can be left', (t) => {
  const place = scratch(t);
  const db = place.open();
  db.pragma('journal_mode = wal');
  db.exec('create table t (a); insert into t values (1)');
  for (const mode of ['delete', 'wal', 'truncate', 'persist', 'memory', 'wal', 'delete']) {
    assert.equal(db.pragma(`journal_mode = ${mode}`, { simple: true }), mode);
    db.exec('insert into t values (1)');
  }
  assert.deepEqual(sideFiles(place), {});
  assert.equal(db.prepare('select count(*) from t').pluck().get(), 8);
});

test('WAL mode cannot be left while another connection is open', (t) => {
  const { open } = scratch(t);
  const db = open('test.db', { timeout: 0 });
  db.pragma('journal_mode = wal');
  db.exec('create table t (a)');
  const other = open();
  other.prepare('select * from t').all();
  assert.throws(() => db.pragma('journal_mode = delete'), { code: 'SQLITE_BUSY', message: 'database is locked' });
  other.close();
  assert.equal(db.pragma('journal_mode = delete', { simple: true }), 'delete');
});

test('a memory database keeps journal mode memory, a temporary database rejects WAL mode', (t) => {
  const { open } = scratch(t);
  const memory = open(':memory:');
  for (const mode of ['delete', 'wal', 'truncate']) {
    assert.equal(memory.pragma(`journal_mode = ${mode}`, { simple: true }), 'memory');
  }
  const temporary = open('');
  assert.equal(temporary.pragma('journal_mode', { simple: true }), 'delete');
  assert.equal(temporary.pragma('journal_mode = wal', { simple: true }), 'delete');
});

test('a WAL database in exclusive locking mode excludes other connections', (t) => {
  const place = scratch(t);
  const db = place.open();
  assert.equal(db.pragma('locking_mode = exclusive', { simple: true }), 'exclusive');
  assert.equal(db.pragma('journal_mode = wal', { simple: true }), 'wal');
  db.exec('create table t (a); insert into t values (1)');
  const other = place.open('test.db', { timeout: 0 });
  assert.throws(() => other.prepare('select * from t'), { code: 'SQLITE_BUSY', message: 'database is locked' });
  assert.equal(db.prepare('select a from t').pluck().get(), 1);
});
