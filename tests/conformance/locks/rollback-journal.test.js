'use strict';

// Several connections of one process to one file with a rollback journal.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { sqliteError } = require('../../support/errors');
const { answerOfChild } = require('../../support/child');
const { scratch } = require('../../support/scratch');

const busy = sqliteError('SQLITE_BUSY', 'database is locked');

function start(t, timeout = 0) {
  const place = scratch(t);
  const open = () => place.open('test.db', { timeout });
  const db = open().exec('create table t (a); insert into t values (1)');
  return { ...place, db, open, other: open() };
}

const count = (db) => db.prepare('select count(*) from t').pluck().get();

// The script of the first connection, and what a second one may and may not do then.
for (const [held, allowed, refused] of [
  ['begin', ['select * from t', 'insert into t values (2)', 'begin exclusive'], []],
  ['begin; select * from t', ['select * from t', 'begin immediate'], ['insert into t values (2)', 'begin exclusive']],
  ['begin immediate', ['select * from t', 'begin'], ['begin immediate', 'insert into t values (2)', 'begin exclusive']],
  ['begin; insert into t values (2)', ['select * from t'], ['insert into t values (3)', 'begin immediate']],
  ['begin exclusive', ['begin'], ['select * from t', 'insert into t values (2)', 'begin immediate']],
]) {
  test(`locks of another connection after: ${held}`, (t) => {
    const { db, open } = start(t);
    db.exec(held);
    for (const sql of allowed) open().exec(sql).close();
    for (const sql of refused) assert.throws(() => open().exec(sql), busy, sql);
    db.exec('rollback');
    for (const sql of [...allowed, ...refused]) open().exec(sql).close();
  });
}

test('COMMIT gets SQLITE_BUSY while a reader is open, and can be tried again', (t) => {
  const { db, other } = start(t);
  const reader = other.prepare('select a from t').iterate();
  reader.next();
  db.exec('begin; insert into t values (2)');
  assert.throws(() => db.exec('commit'), busy);
  assert.equal(db.inTransaction, true);
  reader.return();
  db.exec('commit');
  assert.equal(count(other), 2);
});

test('of two read transactions only one can become a writer', (t) => {
  const { db, other } = start(t);
  for (const connection of [db, other]) connection.exec('begin; select * from t');
  db.exec('insert into t values (2)');
  assert.throws(() => other.exec('insert into t values (3)'), busy);
  other.exec('rollback');
  db.exec('commit');
});

test('close() releases the locks of its connection, and only those', (t) => {
  const { db, open, other } = start(t);
  db.exec('begin exclusive');
  other.close();
  const third = open();
  assert.throws(() => count(third), busy);
  db.close();
  assert.equal(count(third), 1);
});

test('a busy connection waits for its timeout before it throws', (t) => {
  const { db, open } = start(t, 200);
  db.exec('begin exclusive');
  for (const action of [(other) => other.exec('begin immediate'), count]) {
    const other = open();
    const before = process.hrtime.bigint();
    assert.throws(() => action(other), busy);
    assert.ok(process.hrtime.bigint() - before >= 190_000_000n);
  }
});

test('pragma busy_timeout shows and changes the timeout', (t) => {
  const { db, open, other } = start(t);
  assert.equal(db.pragma('busy_timeout', { simple: true }), 0);
  assert.equal(scratch(t).open().pragma('busy_timeout', { simple: true }), 5000);
  db.exec('begin immediate');
  assert.equal(other.pragma('busy_timeout = 150', { simple: true }), 150);
  const before = process.hrtime.bigint();
  assert.throws(() => other.exec('begin immediate'), busy);
  assert.ok(process.hrtime.bigint() - before >= 140_000_000n);
  assert.throws(() => open().exec('begin immediate'), busy);
});

test('each connection sees the changes of the other', (t) => {
  const { db, other } = start(t);
  for (let i = 2; i < 30; i += 1) {
    (i % 2 ? db : other).exec('insert into t values (1)');
    assert.deepEqual([count(db), count(other)], [i, i]);
  }
  const version = () => db.pragma('data_version', { simple: true });
  const before = version();
  db.exec('insert into t values (1)');
  assert.equal(version(), before);
  other.exec('insert into t values (1)');
  assert.notEqual(version(), before);
});

for (const mode of ['delete', 'wal']) {
  test(`another process can write only after the commit and the close, in ${mode} mode`, (t) => {
    const { db, file, open, other } = start(t);
    other.close();
    db.pragma(`journal_mode = ${mode}`);
    const write = ({ Database, outcome }, path) => (
      outcome(() => new Database(path, { timeout: 0 }).prepare('insert into t values (2)').run().changes));
    db.exec('begin immediate');
    const refused = ['SqliteError', 'SQLITE_BUSY', 'database is locked'];
    assert.deepEqual(answerOfChild(write, { args: [file('test.db')] }), refused);
    db.exec('commit');
    db.close();
    assert.equal(answerOfChild(write, { args: [file('test.db')] }), 1);
    assert.equal(count(open()), 2);
  });
}
