'use strict';

// FIFOs in the place of SQLite's files.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const { test } = require('node:test');
const { answerOfChild } = require('../../support/child');
const { scratch } = require('../../support/scratch');
const { unlessWindows } = require('../../support/system');

const use = ({ Database, outcome }, path, options) => outcome(() => {
  const db = new Database(path, options);
  db.prepare('select count(*) from t').get();
  return db.exec('insert into t values (1)').open;
});

const failure = (code, message = 'disk I/O error') => ['SqliteError', code, message];
const readonly = failure('SQLITE_READONLY', 'attempt to write a readonly database');

for (const [suffix, options, expected] of [
  ['', {}, failure('SQLITE_IOERR_READ')],
  ['-wal', {}, failure('SQLITE_IOERR_WRITE')],
  ['-wal', { readonly: true }, readonly],
]) {
  const title = `a FIFO named test.db${suffix} is no file of SQLite, with ${JSON.stringify(options)}`;
  test(title, unlessWindows('FIFOs'), (t) => {
    const { file, open } = scratch(t);
    if (suffix !== '') open().exec('pragma journal_mode = wal; create table t (a)').close();
    execFileSync('mkfifo', [file(`test.db${suffix}`)]);
    assert.deepEqual(answerOfChild(use, { args: [file('test.db'), options] }), expected);
  });
}
