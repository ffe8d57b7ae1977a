'use strict';

// How many system calls a transaction makes on files: no more than native SQLite's. Counts, unlike times, are the same
// on a busy machine.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const { test } = require('node:test');
const { engine } = require('../support/engine');
const { PACKAGES } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');

const CALLS = 'fcntl,pread64,pwrite64,fsync,fdatasync,ftruncate,'
  + '?fstat,?newfstatat,?statx,?stat,?lstat,?access,?faccessat,?faccessat2,unlink,openat,close';

const PROGRAM = `
  const [name, file, mode, work, times] = process.argv.slice(1);
  const db = new (require(name))(file);
  db.pragma('journal_mode = ' + mode);
  db.pragma('synchronous = normal');
  db.pragma('wal_autocheckpoint = 0');
  db.exec('create table t (a integer primary key, b); insert into t (b) values (1)');
  const [insert, read, begin, commit] = [
    'insert into t (b) values (?)', 'select b from t where a = ?', 'begin immediate', 'commit',
  ].map((sql) => db.prepare(sql));
  const works = { insert: () => insert.run(1), read: () => read.get(1), lock: () => { begin.run(); commit.run(); } };
  for (let i = 0; i < 20; i += 1) insert.run(1);
  for (let i = 0; i < Number(times); i += 1) works[work]();
`;

/** Returns the number of system calls on a database's files, by one side. */
function count(t, side, mode, work, times) {
  const place = scratchFolder(t);
  const trace = place.file('trace');
  const args = ['-f', '-y', '-s', '0', '-o', trace, '-e', `trace=${CALLS}`, process.execPath, '-e', PROGRAM];
  execFileSync('strace', [...args, PACKAGES[side], place.file('test.db'), mode, work, String(times)]);
  return fs.readFileSync(trace, 'utf8').split('\n').filter((line) => line.includes('test.db')).length;
}

/** Returns the number of system calls of one piece of work. */
function callsOf(t, side, mode, work) {
  return (count(t, side, mode, work, 100) - count(t, side, mode, work, 0)) / 100;
}

/** Our calls of each piece of work. What is above is a step back; after a step forward, lower the number. */
const CALLS_OF = {
  wal: { insert: 5, read: 2, lock: 3 },
  delete: { insert: 30, read: 8, lock: 11 },
};

for (const [mode, works] of Object.entries(CALLS_OF)) {
  for (const [work, expected] of Object.entries(works)) {
    test(`journal mode ${mode}: a transaction to ${work} makes ${expected} system calls, no more than natively`, {
      skip: engine !== 'v8' || process.platform !== 'linux' || process.arch !== 'x64',
    }, (t) => {
      const [ours, native] = ['ours', 'native'].map((side) => callsOf(t, side, mode, work));
      t.diagnostic(`${ours} calls, natively ${native}`);
      assert.ok(ours <= native, `${ours} calls, natively ${native}`);
      assert.equal(Math.round(ours), expected);
    });
  }
}
