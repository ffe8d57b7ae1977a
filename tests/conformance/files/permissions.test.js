'use strict';

// Files and folders the user has no rights over.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { test } = require('node:test');
const { answerOfChild } = require('../../support/child');
const { scratch } = require('../../support/scratch');

const NOBODY = 65534;

const cannotOpen = ['SqliteError', 'SQLITE_CANTOPEN', 'unable to open database file'];
const readonlyFile = ['SqliteError', 'SQLITE_READONLY', 'attempt to write a readonly database'];
const readonlyFolder = ['SqliteError', 'SQLITE_READONLY_DIRECTORY', 'attempt to write a readonly database'];

/** Makes `inner/test.db` with the modes given, owned by the user who will try to use it. */
function makePlace(t, { journalMode, fileMode, folderMode }) {
  const place = scratch(t);
  const folder = place.file('inner');
  const file = place.file('inner', 'test.db');
  fs.chmodSync(place.folder, 0o755);
  fs.mkdirSync(folder);

  const db = place.open('inner/test.db');
  db.pragma(`journal_mode = ${journalMode}`);
  db.exec('create table t (a); insert into t values (1)').close();

  if (process.getuid() === 0) for (const name of [folder, file]) fs.chownSync(name, NOBODY, NOBODY);
  fs.chmodSync(file, fileMode);
  fs.chmodSync(folder, folderMode);

  return {
    folder,
    /** The content and the names, with all rights for a moment. */
    look() {
      fs.chmodSync(folder, 0o755);
      fs.chmodSync(file, 0o644);
      const seen = { bytes: fs.readFileSync(file).toString('hex'), names: fs.readdirSync(folder) };
      fs.chmodSync(file, fileMode);
      fs.chmodSync(folder, folderMode);
      return seen;
    },
    // Else a user who is not root could not remove it.
    giveBack: () => fs.chmodSync(folder, 0o755),
  };
}

/** What a user who is not root gets: a new file, then the existing one, in all ways of opening. */
const tryAll = ({ Database, outcome }, folder, user) => {
  if (process.getuid() === 0) {
    process.setgroups([]);
    process.setgid(user);
    process.setuid(user);
  }
  const count = (options) => {
    const db = new Database(`${folder}/test.db`, options);
    const rows = db.prepare('select count(*) from t').pluck().get();
    db.close();
    return rows;
  };
  const write = (name) => new Database(`${folder}/${name}`).exec('insert into t values (2)').open;
  return {
    create: outcome(() => new Database(`${folder}/new.db`).open),
    read: outcome(() => count({ readonly: true })),
    open: outcome(() => count({ fileMustExist: true })),
    write: outcome(() => write('test.db')),
  };
};

const nothing = { create: cannotOpen, read: cannotOpen, open: cannotOpen, write: cannotOpen };
const only = ['test.db'];

// What a user gets, and which files of the database there are afterwards.
for (const [what, journalMode, fileMode, folderMode, answers, names] of [
  ['a file without rights', 'delete', 0o000, 0o555, nothing, only],
  ['a file one may only write', 'delete', 0o222, 0o555, nothing, only],
  ['a folder one may not enter', 'delete', 0o644, 0o000, nothing, only],
  ['a folder one may only list', 'delete', 0o644, 0o444, nothing, only],
  ['a file one may only read', 'delete', 0o444, 0o555,
    { create: cannotOpen, read: 1, open: 1, write: readonlyFile }, only],
  ['a file one may only read, in a folder one may write', 'delete', 0o444, 0o755,
    { create: true, read: 1, open: 1, write: readonlyFile }, only],
  ['a folder one may not write', 'delete', 0o644, 0o555,
    { create: cannotOpen, read: 1, open: 1, write: readonlyFolder }, only],
  // A WAL needs a second file even for reading.
  ['a folder one may not write', 'wal', 0o644, 0o555,
    { create: cannotOpen, read: readonlyFolder, open: readonlyFolder, write: readonlyFolder }, only],
  ['a file one may only read', 'wal', 0o444, 0o555,
    { create: cannotOpen, read: readonlyFolder, open: readonlyFolder, write: readonlyFolder }, only],
  // Who cannot write the database cannot tidy up either.
  ['a file one may only read, in a folder one may write', 'wal', 0o444, 0o755,
    { create: true, read: 1, open: 1, write: readonlyFile }, ['test.db', 'test.db-wal']],
]) {
  test(`${what}, in ${journalMode} mode`, (t) => {
    const place = makePlace(t, { journalMode, fileMode, folderMode });
    const before = place.look();
    try {
      assert.deepEqual(answerOfChild(tryAll, { args: [place.folder, NOBODY] }), answers);
      const after = place.look();
      assert.equal(after.bytes, before.bytes);
      assert.deepEqual(after.names.filter((name) => name.startsWith('test.db') && !name.endsWith('-shm')).sort(), names);
    } finally {
      place.giveBack();
    }
  });
}
