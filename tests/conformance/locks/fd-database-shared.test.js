'use strict';

// Databases whose files the application has opened itself, used by several processes.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { test } = require('node:test');
const { answerOfChild } = require('../../support/child');
const { sqliteError } = require('../../support/errors');
const { REMOVED, scratchFiles, skip } = require('../support/fd-database');

test('a database that another process switches to WAL mode cannot be read any more', { skip }, (t) => {
  const { file, openByDescriptor } = scratchFiles(t);
  const db = openByDescriptor();
  db.exec('create table t (a)');
  // Switching to WAL mode removes the journal.
  answerOfChild(({ Database }, name) => {
    const other = new Database(name);
    other.exec('pragma journal_mode = wal; insert into t values (1)');
    other.close();
  }, { args: [file('test.db')] });
  assert.throws(() => db.prepare('select * from t').all(), sqliteError('SQLITE_CANTOPEN', REMOVED));
});

test('a process that opens the path gets SQLITE_BUSY during a write transaction', { skip }, (t) => {
  const { file, openByDescriptor } = scratchFiles(t);
  const db = openByDescriptor();
  db.exec('create table t (a); begin immediate; insert into t values (1)');
  const attempt = () => answerOfChild(({ Database, outcome }, name) => {
    const other = new Database(name, { timeout: 0 });
    // Mode delete would remove the journal.
    other.pragma('journal_mode = truncate');
    return outcome(() => other.prepare('insert into t values (2)').run().changes);
  }, { args: [file('test.db')] });
  assert.deepEqual(attempt(), ['SqliteError', 'SQLITE_BUSY', 'database is locked']);
  db.exec('commit');
  assert.equal(attempt(), 1);
  assert.deepEqual(db.prepare('select a from t').pluck().all(), [1, 2]);
});

test('a process that inherits the descriptors gets SQLITE_BUSY during a write transaction', { skip }, (t) => {
  const { openFile, openByDescriptor } = scratchFiles(t);
  const db = openByDescriptor();
  db.exec('create table t (a); begin immediate');
  const stdio = ['ignore', 'pipe', 'inherit', openFile('test.db'), openFile('test.db-journal')];
  const program = `
    const { Database } = require(${JSON.stringify(require.resolve('../../support/engine'))});
    const db = new Database(3, { journalFd: 4, timeout: 0 });
    try { db.exec('insert into t values (1)'); console.log('written'); } catch (error) { console.log(error.code); }
  `;
  const run = () => spawnSync(process.execPath, ['-e', program], { stdio, encoding: 'utf8' }).stdout.trim();
  assert.equal(run(), 'SQLITE_BUSY');
  db.exec('commit');
  assert.equal(run(), 'written');
  assert.equal(db.prepare('select count(*) from t').pluck().get(), 1);
});
