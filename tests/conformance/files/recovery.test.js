'use strict';

// Hot journals and WALs of crashed processes.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { test } = require('node:test');
const { inChild } = require('../../support/child');
const { Database: Engine } = require('../../support/engine');
const { outcome } = require('../../support/outcome');
const { scratch } = require('../../support/scratch');
const { windows } = require('../../support/system');
const { REGION, requireIndexOf } = require('../support/wal-index');

/** Whether the WAL index is a file: an engine that owns the database whole has the index in its memory. */
const hasIndexFile = Engine.anysqlite?.locks !== 'exclusive';

const count = (db) => db.prepare('select count(*) from t').pluck().get();
const sum = (db) => db.prepare('select sum(length(a)) from t').pluck().get();
const check = (db) => db.pragma('integrity_check', { simple: true });

/** Fills a table with 300 rows, and returns the connection in the middle of a transaction that changes all of them. */
function startChanging(place, mode) {
  const db = place.open();
  db.pragma(`journal_mode = ${mode}`);
  db.exec('create table t (a)');
  const insert = db.prepare('insert into t values (zeroblob(1000))');
  db.transaction(() => { for (let i = 0; i < 300; i += 1) insert.run(); })();
  const before = place.read('test.db');
  // With room for one page, the changes are written to the file before the transaction ends.
  db.pragma('cache_size = 1');
  db.exec('begin; update t set a = randomblob(1000); delete from t where rowid > 200');
  for (let i = 0; i < 300; i += 1) insert.run();
  return { db, before };
}

function copyAs(place, name, suffixes) {
  for (const suffix of suffixes) fs.copyFileSync(place.file(`test.db${suffix}`), place.file(name + suffix));
}

for (const mode of ['delete', 'truncate', 'persist']) {
  test(`a hot journal (${mode}) is rolled back to the exact bytes`, (t) => {
    const place = scratch(t);
    const { before, db } = startChanging(place, mode);
    copyAs(place, 'copy.db', ['', '-journal']);
    db.exec('rollback');
    assert.equal(place.read('copy.db').equals(before), false);

    const copy = place.open('copy.db');
    assert.equal(count(copy), 300);
    assert.equal(sum(copy), 300_000);
    assert.equal(check(copy), 'ok');
    assert.ok(place.read('copy.db').equals(before));
    assert.equal(place.exists('copy.db-journal'), false);
    copy.exec('insert into t values (1)');
    assert.equal(count(place.open('copy.db')), 301);
  });
}

test('a readonly connection cannot roll back a hot journal', (t) => {
  const place = scratch(t);
  startChanging(place, 'delete');
  copyAs(place, 'copy.db', ['', '-journal']);
  const bytes = [place.read('copy.db'), place.read('copy.db-journal')];
  const copy = place.open('copy.db', { readonly: true });
  assert.deepEqual(
    outcome(() => count(copy)),
    ['SqliteError', 'SQLITE_READONLY_ROLLBACK', 'attempt to write a readonly database'],
  );
  assert.deepEqual([place.read('copy.db'), place.read('copy.db-journal')], bytes);
  assert.equal(count(place.open('copy.db')), 300);
  assert.equal(count(copy), 300);
});

for (const [kind, change] of [
  ['without content', () => Buffer.alloc(0)],
  ['of zeros', (bytes) => Buffer.alloc(bytes.length)],
  ['of garbage', () => Buffer.from('no journal at all '.repeat(100))],
]) {
  test(`a journal ${kind} does not change the database`, (t) => {
    const place = scratch(t);
    place.open().exec('create table t (a); insert into t values (1)').close();
    const before = place.read('test.db');
    place.write('test.db-journal', change(before));
    const db = place.open();
    assert.equal(count(db), 1);
    db.close();
    assert.ok(place.read('test.db').equals(before));
  });
}

test('a hot journal is rolled back despite garbage at its end', (t) => {
  const place = scratch(t);
  const { before, db } = startChanging(place, 'delete');
  copyAs(place, 'copy.db', ['', '-journal']);
  db.exec('rollback');
  fs.appendFileSync(place.file('copy.db-journal'), Buffer.alloc(3000, 0x5a));
  const copy = place.open('copy.db');
  assert.equal(count(copy), 300);
  assert.ok(place.read('copy.db').equals(before));
});

function startWal(place) {
  const db = place.open();
  db.pragma('journal_mode = wal');
  db.exec('create table t (a); pragma wal_autocheckpoint = 0');
  for (let i = 0; i < 20; i += 1) db.exec('insert into t values (zeroblob(3000))');
  return db;
}

test('the WAL of a crashed process is recovered, and removed at close', (t) => {
  const place = scratch(t);
  startWal(place);
  copyAs(place, 'copy.db', ['', '-wal']);
  const copy = place.open('copy.db');
  assert.equal(count(copy), 20);
  assert.equal(sum(copy), 60_000);
  assert.equal(check(copy), 'ok');
  copy.close();
  assert.equal(place.exists('copy.db-wal'), false);
  assert.equal(count(place.open('copy.db')), 20);
});

test('an uncommitted transaction in the WAL is not recovered', (t) => {
  const place = scratch(t);
  const db = startWal(place);
  db.pragma('cache_size = 1');
  const size = place.read('test.db-wal').length;
  db.exec('begin; delete from t; create table u (a)');
  for (let i = 0; i < 50; i += 1) db.exec('insert into u values (zeroblob(5000))');
  assert.ok(place.read('test.db-wal').length > size);
  copyAs(place, 'copy.db', ['', '-wal']);
  const copy = place.open('copy.db');
  assert.equal(count(copy), 20);
  assert.equal(check(copy), 'ok');
});

test('a torn WAL is recovered up to the last complete transaction', (t) => {
  const place = scratch(t);
  startWal(place);
  copyAs(place, 'copy.db', ['', '-wal']);
  const wal = place.read('copy.db-wal');
  place.write('copy.db-wal', wal.subarray(0, wal.length - 100));
  assert.equal(count(place.open('copy.db')), 19);
});

test('a WAL is recovered up to a damaged frame', (t) => {
  const place = scratch(t);
  startWal(place);
  copyAs(place, 'copy.db', ['', '-wal']);
  const wal = place.read('copy.db-wal');
  wal[wal.length >> 1] ^= 0xff;
  place.write('copy.db-wal', wal);
  const copy = place.open('copy.db');
  const rows = count(copy);
  assert.ok(rows > 0 && rows < 20);
  assert.equal(check(copy), 'ok');
});

for (const [kind, content] of [
  ['garbage', Buffer.alloc(REGION, 0xa5)],
  ['zeros', Buffer.alloc(REGION)],
  ['too short', Buffer.alloc(100, 1)],
]) {
  test(`a stale WAL index file (${kind}) is not trusted, but rebuilt`, (t) => {
    const place = scratch(t);
    startWal(place);
    copyAs(place, 'copy.db', ['', '-wal']);
    place.write('copy.db-shm', content);
    const copy = place.open('copy.db');
    assert.equal(count(copy), 20);
    if (hasIndexFile) requireIndexOf(place.read('copy.db-shm'), place.read('copy.db-wal'));
    copy.exec('insert into t values (1)');
    if (hasIndexFile) requireIndexOf(place.read('copy.db-shm'), place.read('copy.db-wal'));
    assert.equal(count(place.open('copy.db')), 21);
  });
}

test('a readonly connection recovers a WAL', (t) => {
  const place = scratch(t);
  startWal(place);
  copyAs(place, 'copy.db', ['', '-wal']);
  const before = place.read('copy.db');
  const copy = place.open('copy.db', { readonly: true });
  assert.equal(count(copy), 20);
  assert.ok(place.read('copy.db').equals(before));
});

test('a WAL of garbage is ignored', (t) => {
  const place = scratch(t);
  const db = place.open();
  db.pragma('journal_mode = wal');
  db.exec('create table t (a); insert into t values (1)').close();
  place.write('test.db-wal', Buffer.from('no wal at all '.repeat(1000)));
  assert.equal(count(place.open()), 1);
});

for (const mode of ['delete', 'truncate', 'persist', 'wal']) {
  test(`a transaction of a killed process is rolled back (${mode})`, (t) => {
    const place = scratch(t);
    const { status } = inChild(({ Database }, name, journalMode) => {
      const db = new Database(name);
      db.pragma(`journal_mode = ${journalMode}`);
      db.exec('create table t (a); insert into t values (zeroblob(100000)); pragma cache_size = 1');
      db.exec('begin; update t set a = randomblob(100000)');
      for (let i = 0; i < 50; i += 1) db.exec('insert into t values (zeroblob(5000))');
      process.kill(process.pid, 'SIGKILL');
    }, { args: [place.file('test.db'), mode] });
    assert.equal(status, windows ? 1 : null);
    assert.equal(place.exists(mode === 'wal' ? 'test.db-wal' : 'test.db-journal'), true);
    const db = place.open();
    assert.equal(count(db), 1);
    assert.equal(check(db), 'ok');
    assert.ok(db.prepare('select a from t').pluck().get().equals(Buffer.alloc(100_000)));
    assert.equal(db.pragma('journal_mode', { simple: true }), mode === 'wal' ? 'wal' : 'delete');
  });
}
