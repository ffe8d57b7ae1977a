'use strict';

// Several processes that have one file open at the same time. An engine that owns the file whole refuses this.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { answerOfChild } = require('../../support/child');
const { scratch } = require('../../support/scratch');

const refused = ['SqliteError', 'SQLITE_BUSY', 'database is locked'];

const count = (db) => db.prepare('select count(*) from t').pluck().get();

const countInChild = (path) => answerOfChild(({ Database, outcome }, name) => outcome(() => (
  new Database(name, { timeout: 0 }).prepare('select count(*) from t').pluck().get())), { args: [path] });

const insertInChild = (path) => answerOfChild(({ Database, outcome }, name) => outcome(() => (
  new Database(name, { timeout: 0 }).prepare('insert into t values (2)').run().changes)), { args: [path] });

function start(t, mode) {
  const { file, open } = scratch(t);
  const db = open();
  db.pragma(`journal_mode = ${mode}`);
  db.exec('create table t (a); insert into t values (1)');
  return { db, open, path: file('test.db') };
}

for (const mode of ['delete', 'wal']) {
  test(`two processes read and write in turn, in ${mode} mode`, (t) => {
    const { db, path } = start(t, mode);
    assert.equal(countInChild(path), 1);
    assert.equal(insertInChild(path), 1);
    assert.equal(count(db), 2);
    db.exec('insert into t values (3)');
    assert.equal(countInChild(path), 3);
  });

  test(`a write transaction excludes only writers, in ${mode} mode`, (t) => {
    const { db, path } = start(t, mode);
    db.exec('begin immediate');
    assert.equal(countInChild(path), 1);
    assert.deepEqual(insertInChild(path), refused);
    db.exec('commit');
    assert.equal(insertInChild(path), 1);
  });
}

test('an open read transaction excludes a writer, in delete mode', (t) => {
  const { db, path } = start(t, 'delete');
  db.exec('begin; select * from t');
  assert.equal(countInChild(path), 1);
  assert.deepEqual(insertInChild(path), refused);
  db.exec('commit');
});

test('a reader keeps its snapshot, in wal mode', (t) => {
  const { db, path } = start(t, 'wal');
  db.exec('begin');
  assert.equal(count(db), 1);
  assert.equal(insertInChild(path), 1);
  assert.equal(count(db), 1);
  db.exec('commit');
  assert.equal(count(db), 2);
});
