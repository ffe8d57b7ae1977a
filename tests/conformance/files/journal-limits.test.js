'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { scratch } = require('../../support/scratch');

/** @param {import('node:test').TestContext} t */
function start(t) {
  const { open, read } = scratch(t);
  const db = open();
  db.exec('pragma journal_mode = wal; create table t (a)');
  return { db, open, wal: () => read('test.db-wal').length };
}

test('journal_size_limit truncates a WAL that is restarted', (t) => {
  const { db, wal } = start(t);
  assert.equal(db.pragma('journal_size_limit = 50000', { simple: true }), 50000);
  db.exec('insert into t values (zeroblob(300000))');
  assert.ok(wal() > 300000);
  db.pragma('wal_checkpoint(restart)');
  db.exec('insert into t values (1)');
  assert.equal(wal(), 50000);
});

test('journal_size_limit truncates a persistent rollback journal', (t) => {
  const { open, read } = scratch(t);
  const db = open();
  db.exec('pragma journal_mode = persist; pragma journal_size_limit = 10000; create table t (a)');
  db.exec('insert into t values (zeroblob(300000))');
  db.exec('delete from t; insert into t values (zeroblob(300000)); update t set a = zeroblob(200000)');
  assert.equal(read('test.db-journal').length, 10000);
});

test('wal_autocheckpoint sets the pages between checkpoints, and 0 disables them', (t) => {
  const { db, wal } = start(t);
  const insert = db.prepare('insert into t values (zeroblob(4000))');
  db.pragma('wal_autocheckpoint = 10');
  for (let i = 0; i < 100; i += 1) insert.run();
  assert.ok(wal() < 40 * 4200, 'the WAL is reused');
  assert.equal(db.pragma('wal_autocheckpoint = 0', { simple: true }), 0);
  for (let i = 0; i < 100; i += 1) insert.run();
  assert.ok(wal() > 100 * 4096);
});

for (const mode of ['delete', 'wal']) {
  test(`locking_mode = exclusive excludes other connections until it is normal again, in ${mode} mode`, (t) => {
    const { open } = scratch(t);
    const db = open();
    db.exec(`pragma journal_mode = ${mode}; create table t (a)`);
    assert.equal(db.pragma('locking_mode = exclusive', { simple: true }), 'exclusive');
    db.exec('insert into t values (1)');
    const other = open('test.db', { timeout: 0 });
    assert.throws(() => other.prepare('select * from t').all(), { code: 'SQLITE_BUSY', message: 'database is locked' });
    db.exec('insert into t values (2)');
    assert.equal(db.pragma('locking_mode = normal', { simple: true }), 'normal');
    assert.equal(db.prepare('select count(*) from t').pluck().get(), 2);
    assert.equal(other.prepare('select count(*) from t').pluck().get(), 2);
    other.exec('insert into t values (3)');
    assert.equal(db.prepare('select count(*) from t').pluck().get(), 3);
  });
}
