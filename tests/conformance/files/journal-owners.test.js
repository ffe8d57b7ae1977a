'use strict';

// The owner and the group of the files that SQLite creates beside a database.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { test } = require('node:test');
const { answerOfChild } = require('../../support/child');
const { scratch } = require('../../support/scratch');

const USER = 65534;
const GROUP = 54321;

/** Opens a database as a user and returns the owners of the files beside it. */
const useAs = ({ Database }, path, user, groups, mode) => {
  const { readdirSync, statSync } = require('node:fs');
  const { basename, dirname, join } = require('node:path');
  if (user !== 0) {
    process.setgroups(groups);
    process.setgid(user);
    process.setuid(user);
  }
  const db = new Database(path);
  db.exec(`pragma journal_mode = ${mode}; begin; insert into t values (1)`);
  const beside = readdirSync(dirname(path)).filter((name) => name !== basename(path)).sort();
  const owners = beside.map((name) => statSync(join(dirname(path), name))).map(({ uid, gid }) => [uid, gid]);
  db.close();
  return { beside, owners };
};

for (const [mode, suffixes] of /** @type {[string, string[]][]} */ ([
  ['persist', ['-journal']], ['wal', ['-wal']],
])) {
  for (const [name, user, owner] of /** @type {[string, number, number[]][]} */ ([
    ["a user has the user's group, though the user is in the database's", USER, [USER, USER]],
    ['root has the owner and the group of the database', 0, [USER, GROUP]],
  ])) {
    const options = { skip: process.getuid?.() !== 0 };
    test(`a file beside a database that is created by ${name}, in ${mode} mode`, options, (t) => {
      const { file, folder, open } = scratch(t);
      open().exec('create table t (a)').close();
      fs.chmodSync(folder, 0o755);
      fs.chownSync(folder, USER, USER);
      fs.chownSync(file('test.db'), USER, GROUP);
      fs.chmodSync(file('test.db'), 0o660);
      const { beside, owners } = answerOfChild(useAs, { args: [file('test.db'), user, [GROUP], mode] });
      // Where a database is owned whole, its WAL index is in memory, and a lock file is beside it.
      for (const suffix of suffixes) assert.ok(beside.includes(`test.db${suffix}`), `${beside}`);
      assert.deepEqual(owners, beside.map(() => owner));
    });
  }
}
