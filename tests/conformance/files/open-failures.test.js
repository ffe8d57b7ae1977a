'use strict';

// Paths that cannot be opened, and exhausted limits of the system.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { Database } = require('../../support/engine');
const { answerOfChild } = require('../../support/child');
const { outcome } = require('../../support/outcome');
const { scratch } = require('../../support/scratch');
const { unlessWindows, windows } = require('../../support/system');

const cannotOpen = ['SqliteError', 'SQLITE_CANTOPEN', 'unable to open database file'];
const isFolder = windows ? ['SqliteError', 'SQLITE_CANTOPEN_ISDIR', 'unable to open database file'] : cannotOpen;
const noFolder = ['TypeError', null, 'Cannot open database because the directory does not exist'];

/** Windows makes links only for those who have the privilege, and counts characters. */
const NOT_ON_WINDOWS = /symlink|in 300 bytes/;

for (const [name, makePath, expected, options] of [
  ['a folder', (file) => file(), isFolder],
  ['a folder with a trailing slash', (file) => `${file()}/`, isFolder],
  ['a file used as a folder', (file) => file('plain', 'a.db'), cannotOpen],
  ['a missing folder', (file) => file('missing', 'a.db'), noFolder],
  ['a name of 256 bytes', (file) => file('x'.repeat(256)), cannotOpen],
  ['a name of 100 characters in 300 bytes', (file) => file('漢'.repeat(100)), cannotOpen],
  ['a loop of symlinks', (file) => file('loop'), cannotOpen],
  ['a file in a loop of symlinks', (file) => file('loop', 'a.db'), noFolder],
  ['a symlink to itself', (file) => file('self'), cannotOpen],
  ['a symlink into a missing folder', (file) => file('dangling'), cannotOpen],
  ['a missing file, readonly', (file) => file('absent.db'), cannotOpen, { readonly: true }],
  ['a missing file that must exist', (file) => file('absent.db'), cannotOpen, { fileMustExist: true }],
  ['a dangling symlink, readonly', (file) => file('dangling'), cannotOpen, { readonly: true }],
]) {
  const skip = windows && NOT_ON_WINDOWS.test(name);
  test(`${name} cannot be opened, and no file is created`, { skip }, (t) => {
    const { file, folder, write } = scratch(t);
    write('plain', 'hello');
    if (!windows) {
      fs.symlinkSync('back', file('loop'));
      fs.symlinkSync('loop', file('back'));
      fs.symlinkSync('self', file('self'));
      fs.symlinkSync('missing/a.db', file('dangling'));
    }
    const before = fs.readdirSync(folder);
    assert.deepEqual(outcome(() => new Database(makePath(file), options)), expected);
    assert.deepEqual(fs.readdirSync(folder), before);
    assert.equal(fs.readFileSync(file('plain'), 'utf8'), 'hello');
  });
}

test('a file name may have 247 bytes: a longer one leaves no room for the journal', (t) => {
  const { exists, open } = scratch(t);
  const create = (length) => outcome(() => open('x'.repeat(length)).exec('create table t (a)').open);
  assert.equal(create(247), true);
  assert.deepEqual(create(248), cannotOpen);
  assert.deepEqual(create(255), cannotOpen);
  assert.equal(exists('x'.repeat(255)), true);
});

/** The longest path of a database in bytes: native SQLite's limit without the NUL and the suffix of a journal. */
const LONGEST = windows ? 4 * 260 - 8 : 512 - 8;

test(`a path may have ${LONGEST} bytes`, (t) => {
  const { folder } = scratch(t);
  let deep = folder;
  while (deep.length < LONGEST - 124) deep = path.join(deep, 'd'.repeat(100));
  fs.mkdirSync(deep, { recursive: true });
  const create = (length) => outcome(() => {
    const db = new Database(path.join(deep, 'f'.repeat(length - deep.length - 1)));
    db.exec('create table t (a)');
    db.pragma('journal_mode = wal');
    return db.close().open;
  });
  assert.equal(create(LONGEST), false);
  assert.deepEqual(create(LONGEST + 1), cannotOpen);
  assert.deepEqual(create(LONGEST + 16), cannotOpen);
});

const limits = unlessWindows('ulimit');

test('without free descriptors opening throws SQLITE_CANTOPEN, and works again after a close', limits, (t) => {
  const { folder } = scratch(t);
  const answer = answerOfChild(({ Database: Engine, outcome: result }, where) => {
    const opened = [];
    const open = (name) => opened.push(new Engine(`${where}/${name}.db`));
    open('first');
    opened[0].exec('create table t (a)');
    let failure;
    for (let i = 0; i < 500 && !Array.isArray(failure); i += 1) failure = result(() => open(i));
    const write = result(() => opened[0].exec('insert into t values (1)').open);
    for (let i = 0; i < 5; i += 1) opened.pop().close();
    opened[0].exec('insert into t values (2)');
    open('again');
    return { failure, write, openedMany: opened.length > 20, rows: opened[0].prepare('select a from t').pluck().all() };
  }, { args: [folder], files: 100 });
  assert.deepEqual(answer, { failure: cannotOpen, write: cannotOpen, openedMany: true, rows: [2] });
});

test('a write beyond the file size limit throws SQLITE_IOERR_WRITE and is rolled back', limits, (t) => {
  const { file, open, read } = scratch(t);
  open().exec('create table t (a); insert into t values (1)').close();
  const before = read('test.db');
  const answer = answerOfChild(({ Database: Engine, outcome: result }, name) => {
    const db = new Engine(name);
    const write = result(() => db.prepare('insert into t values (zeroblob(3000000))').run().changes);
    const count = db.prepare('select count(*) from t').pluck().get();
    db.close();
    return { write, count };
  }, { args: [file('test.db')], blocks: 1000 });
  assert.deepEqual(answer, { write: ['SqliteError', 'SQLITE_IOERR_WRITE', 'disk I/O error'], count: 1 });
  assert.equal(open().pragma('integrity_check', { simple: true }), 'ok');
  assert.ok(read('test.db').equals(before));
});

test('a write beyond max_page_count throws SQLITE_FULL and is rolled back', (t) => {
  const { open } = scratch(t);
  const db = open().exec('create table t (a); insert into t values (1)');
  assert.equal(db.pragma('max_page_count = 10', { simple: true }), 10);
  assert.deepEqual(
    outcome(() => db.exec('insert into t values (zeroblob(100000))')),
    ['SqliteError', 'SQLITE_FULL', 'database or disk is full'],
  );
  assert.equal(db.inTransaction, false);
  assert.equal(db.prepare('select count(*) from t').pluck().get(), 1);
});
