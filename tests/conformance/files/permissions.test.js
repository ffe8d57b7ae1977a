'use strict';

// Files and folders without the permissions that SQLite needs.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { test } = require('node:test');
const { answerOfChild } = require('../../support/child');
const { scratch } = require('../../support/scratch');
const { unlessWindows } = require('../../support/system');

const NOBODY = 65534;

const cannotOpen = ['SqliteError', 'SQLITE_CANTOPEN', 'unable to open database file'];
const readonlyFile = ['SqliteError', 'SQLITE_READONLY', 'attempt to write a readonly database'];
const readonlyFolder = ['SqliteError', 'SQLITE_READONLY_DIRECTORY', 'attempt to write a readonly database'];

/** Creates `inner/test.db` with these modes. It belongs to the user that the child process runs as. */
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
    /** Returns the content of the database and the names of the files, with all permissions for a moment. */
    snapshot() {
      fs.chmodSync(folder, 0o755);
      fs.chmodSync(file, 0o644);
      const seen = { bytes: fs.readFileSync(file).toString('hex'), names: fs.readdirSync(folder) };
      fs.chmodSync(file, fileMode);
      fs.chmodSync(folder, folderMode);
      return seen;
    },
    // Without this, only root could remove the folder.
    restoreAccess: () => fs.chmodSync(folder, 0o755),
  };
}

/** Returns the outcomes, as a user other than root, of creating a file and of using the existing one in each way. */
const useAll = ({ Database, outcome }, folder, user) => {
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

const allRefused = { create: cannotOpen, read: cannotOpen, open: cannotOpen, write: cannotOpen };
const noSideFile = ['test.db'];
const options = unlessWindows('permission bits');

// The modes, the expected outcomes, and the files of the database afterwards.
for (const [name, journalMode, fileMode, folderMode, outcomes, names] of [
  ['a file without permissions', 'delete', 0o000, 0o555, allRefused, noSideFile],
  ['a write-only file', 'delete', 0o222, 0o555, allRefused, noSideFile],
  ['a folder without permissions', 'delete', 0o644, 0o000, allRefused, noSideFile],
  ['a folder without search permission', 'delete', 0o644, 0o444, allRefused, noSideFile],
  ['a read-only file', 'delete', 0o444, 0o555,
    { create: cannotOpen, read: 1, open: 1, write: readonlyFile }, noSideFile],
  ['a read-only file in a writable folder', 'delete', 0o444, 0o755,
    { create: true, read: 1, open: 1, write: readonlyFile }, noSideFile],
  ['a read-only folder', 'delete', 0o644, 0o555,
    { create: cannotOpen, read: 1, open: 1, write: readonlyFolder }, noSideFile],
  // Reading a WAL database needs a WAL index file.
  ['a read-only folder', 'wal', 0o644, 0o555,
    { create: cannotOpen, read: readonlyFolder, open: readonlyFolder, write: readonlyFolder }, noSideFile],
  ['a read-only file', 'wal', 0o444, 0o555,
    { create: cannotOpen, read: readonlyFolder, open: readonlyFolder, write: readonlyFolder }, noSideFile],
  // A connection that cannot write the database does not remove its WAL.
  ['a read-only file in a writable folder', 'wal', 0o444, 0o755,
    { create: true, read: 1, open: 1, write: readonlyFile }, ['test.db', 'test.db-wal']],
]) {
  test(`${name}, in ${journalMode} mode, has the expected outcomes and stays unchanged`, options, (t) => {
    const place = makePlace(t, { journalMode, fileMode, folderMode });
    const before = place.snapshot();
    try {
      assert.deepEqual(answerOfChild(useAll, { args: [place.folder, NOBODY] }), outcomes);
      const after = place.snapshot();
      assert.equal(after.bytes, before.bytes);
      const left = after.names.filter((file) => file.startsWith('test.db') && !file.endsWith('-shm'));
      assert.deepEqual(left.sort(), names);
    } finally {
      place.restoreAccess();
    }
  });
}
