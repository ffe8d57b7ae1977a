'use strict';

// Anything may have the name that this package gives to lock files. Where byte-range locks are in force, what this
// package did not write stops nobody.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const { test } = require('node:test');
const { answerOfChild } = require('../../support/child');
const { scratch } = require('../../support/scratch');
const { unlessWindows, windows } = require('../../support/system');

const RECORD = 'anysqlite lock 1\npid -1\nthread 0\nstarted 1\nboot b\nnamespace n\nhost h\nsince s\nheld 0\nfile 20\n';

/** @type {[string, (path: string) => unknown][]} */
const THINGS = [
  ['an empty file', (path) => fs.writeFileSync(path, '')],
  ['a folder', (path) => fs.mkdirSync(path)],
  ['a sparse file of 20 GB', (path) => {
    fs.writeFileSync(path, '');
    fs.truncateSync(path, 20e9);
  }],
  ['a number', (path) => fs.writeFileSync(path, '4711\n')],
  ["another host's name", (path) => fs.writeFileSync(path, 'other-host.example\n')],
  ['a record with an impossible process number', (path) => fs.writeFileSync(path, RECORD)],
  ['half of a record', (path) => fs.writeFileSync(path, RECORD.replace('-', '').slice(0, 40))],
  ['a record with more behind it', (path) => fs.writeFileSync(path, `${RECORD.replace('-', '')}more\n`)],
  ['random bytes', (path) => fs.writeFileSync(path, Buffer.from([0, 255, 128, 10, 13, 200]))],
];

if (!windows) {
  THINGS.push(
    ['a dangling link', (path) => fs.symlinkSync('nowhere', path)],
    ['a link to a file', (path) => fs.symlinkSync('test.db', path)],
    ['a FIFO', (path) => execFileSync('mkfifo', [path])],
  );
}

/** Writes in a child, which may hang or be stopped where this process must not. */
const writeAndCount = ({ Database, outcome }, path) => {
  const bystander = new Database(':memory:');
  const db = new Database(path);
  const answer = outcome(() => {
    db.exec('insert into t values (2)');
    return db.prepare('select count(*) from t').pluck().get();
  });
  db.close();
  return { answer, bystander: bystander.prepare('select 1').pluck().get() };
};

/** @param {string} path */
function describe(path) {
  const { mode, size, ino } = fs.lstatSync(path);
  return { mode, size, ino };
}

for (const [name, make] of THINGS) {
  for (const mode of ['delete', 'wal']) {
    test(`${name} beside a database stops nobody, in ${mode} mode`, (t) => {
      const { file, open } = scratch(t);
      open().exec(`pragma journal_mode = ${mode}; create table t (a); insert into t values (1)`).close();
      make(file('test.db-lock'));
      const before = describe(file('test.db-lock'));
      assert.deepEqual(answerOfChild(writeAndCount, { args: [file('test.db')] }), { answer: 2, bystander: 1 });
      if (name !== 'a link to a file') assert.deepEqual(describe(file('test.db-lock')), before, 'it is left alone');
    });
  }
}

test('a socket beside a database stops nobody', unlessWindows('sockets in folders'), async (t) => {
  const { file, open } = scratch(t);
  open().exec('create table t (a); insert into t values (1)').close();
  const server = net.createServer().listen(file('test.db-lock'));
  t.after(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  assert.deepEqual(answerOfChild(writeAndCount, { args: [file('test.db')] }), { answer: 2, bystander: 1 });
});
