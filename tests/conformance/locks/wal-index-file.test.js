'use strict';

// The WAL index file (-shm), by which processes share the WAL index. An engine that owns the database whole has none,
// so no other file of this suite looks at it.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const { test } = require('node:test');
const { outcome } = require('../../support/outcome');
const { scratch } = require('../../support/scratch');
const { unlessWindows } = require('../../support/system');
const { REGION, requireIndexOf } = require('../support/wal-index');

const count = (db) => db.prepare('select count(*) from t').pluck().get();

function start(t) {
  const place = scratch(t);
  const db = place.open();
  db.pragma('journal_mode = wal');
  db.exec('create table t (a); insert into t values (1)');
  return { ...place, db };
}

test('the WAL index file exists from the first connection to the last', (t) => {
  const { db, exists, open, read } = start(t);
  assert.equal(read('test.db-shm').length, REGION);
  const other = open();
  assert.equal(count(other), 1);
  db.close();
  assert.equal(read('test.db-shm').length, REGION);
  other.close();
  assert.equal(exists('test.db-shm'), false);
});

test('the WAL index file grows with the WAL', (t) => {
  const { db, open, read } = start(t);
  db.pragma('wal_autocheckpoint = 0');
  const insert = db.prepare('insert into t values (zeroblob(3500))');
  db.transaction(() => { for (let i = 0; i < 4500; i += 1) insert.run(); })();
  assert.equal(read('test.db-shm').length, 2 * REGION);
  assert.equal(count(open()), 4501);
});

test('the WAL index file has the mode of the database', unlessWindows('permission bits'), (t) => {
  const { file, open, write } = scratch(t);
  write('test.db', '');
  fs.chmodSync(file('test.db'), 0o640);
  const db = open();
  db.pragma('journal_mode = wal');
  db.exec('create table t (a)');
  assert.equal(fs.statSync(file('test.db-shm')).mode & 0o777, 0o640);
});

const noLinks = unlessWindows('symbolic links without a privilege');

test('the WAL index file of a database opened by a symlink is next to the target', noLinks, (t) => {
  const { exists, file, open } = start(t);
  fs.mkdirSync(file('sub'));
  fs.symlinkSync('../test.db', file('sub/link.db'));
  assert.equal(count(open('sub/link.db')), 1);
  assert.equal(exists('sub/link.db-shm'), false);
});

test('exclusive locking mode has no WAL index file', (t) => {
  const { exists, open } = scratch(t);
  const db = open();
  db.pragma('locking_mode = exclusive');
  db.pragma('journal_mode = wal');
  db.exec('create table t (a); insert into t values (1)');
  assert.equal(exists('test.db-shm'), false);
});

test('the WAL index file of a crashed process is rebuilt', (t) => {
  const { db, file, open, read, write } = start(t);
  db.exec('insert into t values (2)');
  for (const suffix of ['', '-wal']) fs.copyFileSync(file(`test.db${suffix}`), file(`copy.db${suffix}`));
  // Of a small WAL, the end of the index is unused.
  const index = read('test.db-shm');
  index.fill(0xff, REGION - 2);
  write('copy.db-shm', index);
  const copy = open('copy.db');
  assert.equal(count(copy), 2);
  requireIndexOf(read('copy.db-shm'), read('copy.db-wal'));
  assert.equal(read('copy.db-shm').readUInt16LE(REGION - 2), 0);
  copy.exec('insert into t values (3)');
  requireIndexOf(read('copy.db-shm'), read('copy.db-wal'));
  assert.equal(count(open('copy.db')), 3);
  assert.equal(count(db), 2);
});

for (const options of [{}, { readonly: true }]) {
  test(`a FIFO is no WAL index file, with ${JSON.stringify(options)}`, unlessWindows('FIFOs'), (t) => {
    const { closeAll, file, open } = start(t);
    closeAll();
    execFileSync('mkfifo', [file('test.db-shm')]);
    const read = () => count(open('test.db', options));
    assert.deepEqual(outcome(read), ['SqliteError', 'SQLITE_IOERR_SHMOPEN', 'disk I/O error']);
  });
}
