'use strict';

// The first use of the package by a process that cannot open another file, or may not read those of the package: the
// error says so, and the next attempt succeeds.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { PACKAGES } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');

const FILES = 'Too many files are open: close some, or let the process open more (ulimit -n).';
const RIGHTS = 'This process may not read the file: grant it the right.';

/** Opens a database while `free` more files can be opened, and again when all can. */
const openWithFew = (folder, entry, free) => {
  const { closeSync, openSync } = require('node:fs');
  const Database = require(require('node:path').join(folder, 'lib', entry));
  const files = [];
  try {
    for (;;) files.push(openSync('/dev/null'));
  } catch {
    // No more files can be opened.
  }
  for (let left = 0; left < free; left += 1) closeSync(files.pop());
  const open = () => {
    try {
      return new Database(':memory:').prepare('select 1').pluck().get();
    } catch ({ message }) {
      return message;
    }
  };
  const [first] = [open(), files.forEach((file) => closeSync(file))];
  return { first, second: open(), locks: Database.anysqlite.locks };
};

/** Opens a database as a user who may not read the module. */
const openAsNobody = (folder) => {
  const Database = require(folder);
  process.setgroups([]);
  process.setgid(65534);
  process.setuid(65534);
  try {
    return new Database(':memory:').open;
  } catch ({ message }) {
    return message;
  }
};

/** @param {(...args: any[]) => unknown} body @param {unknown[]} args */
function answer(body, args) {
  const source = `console.log(JSON.stringify((${body})(...${JSON.stringify(args)})))`;
  const command = ['-c', 'ulimit -n 80 && exec "$0" -e "$1"', process.execPath, source];
  const env = { ...process.env, ANYSQLITE_ENGINE: 'v8' };
  const { status, stdout, stderr } = spawnSync('sh', command, { encoding: 'utf8', env });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

for (const [entry, prefix] of [
  ['index.js', 'anysqlite cannot start: '], ['inline.js', 'anysqlite cannot choose its locks '],
]) {
  test(`without free descriptors the first open says so, and the next one succeeds: ${entry}`, () => {
    const { first, second, locks } = answer(openWithFew, [PACKAGES.ours, entry, 0]);
    assert.ok(first.startsWith(prefix) && first.includes('EMFILE') && first.endsWith(FILES), first);
    assert.deepEqual({ second, locks }, { second: 1, locks: 'shim' });
  });
}

test('the error for a module that may not be read says so', { skip: process.getuid?.() !== 0 }, (t) => {
  const { folder, file } = scratchFolder(t);
  fs.chmodSync(folder, 0o755);
  fs.cpSync(PACKAGES.ours, file('package'), { recursive: true });
  fs.chmodSync(path.join(file('package'), 'wasm', 'sqlite.wasm'), 0o600);
  const message = answer(openAsNobody, [file('package')]);
  assert.ok(message.startsWith('anysqlite cannot start: ') && message.endsWith(RIGHTS), message);
});
