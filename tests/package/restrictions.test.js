'use strict';

// Node with rights taken away.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { spawnSync } = require('node:child_process');
const { test } = require('node:test');
const { installation } = require('./support/installation');
const { assertNotes, byShim, withoutShim } = require('./support/notes');

const NO_GENERATION = '--disallow-code-generation-from-strings';

/** Rights for files only: to read the program, to write where the database is. @param {string} folder @param {string} data */
const filesOnly = (folder, data) => ['--permission', `--allow-fs-read=${folder}`, `--allow-fs-write=${data}`];

test('--no-addons', (t) => {
  assertNotes(installation(t, 'notes').node('--no-addons', 'main.cjs'), withoutShim);
});

test(NO_GENERATION, (t) => {
  assertNotes(installation(t, 'notes').node(NO_GENERATION, 'main.cjs'), byShim);
});

for (const entry of ['main.cjs', 'inline.mjs']) {
  test(`--permission for files, and nothing else at all: ${entry}`, (t) => {
    const { folder, node } = installation(t, 'notes');
    assertNotes(node(...filesOnly(folder, folder), '--no-addons', NO_GENERATION, entry), withoutShim);
  });
}

test('--permission to read only', (t) => {
  const { failure, folder, node } = installation(t, 'notes');
  node('main.cjs');
  assert.match(failure({}, '--permission', `--allow-fs-read=${folder}`, 'main.cjs'), /SqliteError: attempt to write a readonly database/);
});

test('under --permission, which forbids fsync, each write goes to the disk', (t) => {
  const { file, folder, node } = installation(t, 'permissions');
  fs.mkdirSync(file('data'));
  const rights = [...filesOnly(folder, file('data')), '--allow-fs-read=/proc'];
  assert.deepEqual(node(...rights, 'flags.cjs'), { synchronous: [true, true], count: 1 });
  assert.deepEqual(node('flags.cjs'), { synchronous: [false, false], count: 2 });
});

test('under --permission with the right to read /proc, a database is taken over from a killed process', (t) => {
  const { file, folder, node } = installation(t, 'permissions');
  fs.mkdirSync(file('data'));
  const rights = [...filesOnly(folder, file('data')), '--allow-fs-read=/proc'];
  assert.equal(spawnSync(process.execPath, [...rights, 'flags.cjs', 'leave'], { cwd: folder }).signal, 'SIGKILL');
  assert.ok(fs.existsSync(file('data', 'flags.db-lock')));
  assert.equal(node(...rights, 'flags.cjs').count, 2);
});

test('under --permission a database whose journal may not be seen is refused', (t) => {
  const { failure, file, node } = installation(t, 'permissions');
  fs.mkdirSync(file('data'));
  assert.equal(node('count.cjs'), 1);
  const toRead = (...names) => ['--permission', ...names.map((name) => `--allow-fs-read=${file(name)}`), 'count.cjs', 'read'];
  assert.equal(node(...toRead('node_modules', 'count.cjs', 'data')), 1);
  assert.match(failure({}, ...toRead('node_modules', 'count.cjs', 'data/count.db')), /ERR_ACCESS_DENIED/);
});
