'use strict';

// Node with restricted permissions and features.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { spawnSync } = require('node:child_process');
const { test } = require('node:test');
const { prepare } = require('../portability/runtimes');
const { installation } = require('./support/installation');
const { assertNotes, byShim, withoutShim } = require('./support/notes');

const NO_GENERATION = '--disallow-code-generation-from-strings';

/**
 * Returns options that permit only reading the program's folder and writing the data folder.
 * @param {string} folder @param {string} data
 */
const filesOnly = (folder, data) => ['--permission', `--allow-fs-read=${folder}`, `--allow-fs-write=${data}`];

test('with --no-addons the next lock tier is used', (t) => {
  assertNotes(installation(t, 'notes').node('--no-addons', 'main.cjs'), withoutShim);
});

test(`the package runs with ${NO_GENERATION}`, (t) => {
  assertNotes(installation(t, 'notes').node(NO_GENERATION, 'main.cjs'), byShim);
});

for (const entry of ['main.cjs', 'inline.mjs']) {
  test(`${entry} runs with permission for its files alone, without addons and code generation`, (t) => {
    const { folder, node } = installation(t, 'notes');
    assertNotes(node(...filesOnly(folder, folder), '--no-addons', NO_GENERATION, entry), withoutShim);
  });
}

test('with permission to read only, the database is readonly', (t) => {
  const { failure, folder, node } = installation(t, 'notes');
  node('main.cjs');
  const readOnly = ['--permission', `--allow-fs-read=${folder}`];
  assert.match(failure({}, ...readOnly, 'main.cjs'), /SqliteError: attempt to write a readonly database/);
});

test('under --permission, which forbids fsync, files are opened with O_SYNC', (t) => {
  const { file, folder, node } = installation(t, 'permissions');
  fs.mkdirSync(file('data'));
  const rights = [...filesOnly(folder, file('data')), '--allow-fs-read=/proc'];
  assert.deepEqual(node(...rights, 'flags.cjs'), { synchronous: [true, true], count: 1 });
  assert.deepEqual(node('flags.cjs'), { synchronous: [false, false], count: 2 });
});

test('under --permission with access to /proc, a process takes over a database from a killed owner', (t) => {
  const { file, folder, node } = installation(t, 'permissions');
  fs.mkdirSync(file('data'));
  const rights = [...filesOnly(folder, file('data')), '--allow-fs-read=/proc'];
  assert.equal(spawnSync(process.execPath, [...rights, 'flags.cjs', 'leave'], { cwd: folder }).signal, 'SIGKILL');
  assert.ok(fs.existsSync(file('data', 'flags.db-lock')));
  assert.equal(node(...rights, 'flags.cjs').count, 2);
});

// The addon asks no permission model about paths, so it must not be asked.
for (const addons of [[], ['--allow-addons']]) {
  const title = ['under --permission', ...addons, 'a database without access to its journal is refused'].join(' ');
  test(title, (t) => {
    const { failure, file, node } = installation(t, 'permissions');
    fs.mkdirSync(file('data'));
    assert.equal(node('count.cjs'), 1);
    const reading = (...names) => (
      ['--permission', ...addons, ...names.map((name) => `--allow-fs-read=${file(name)}`), 'count.cjs', 'read']);
    assert.equal(node(...reading('node_modules', 'count.cjs', 'data')), 1);
    const refusal = failure({}, ...reading('node_modules', 'count.cjs', 'data/count.db'));
    assert.match(refusal, /ERR_ACCESS_DENIED|IOERR_ACCESS/);
  });
}

test('in Deno a database without permission for its journal is refused', (t) => {
  const { file, folder, node, run } = installation(t, 'permissions');
  fs.mkdirSync(file('data'));
  assert.equal(node('count.cjs'), 1);
  const { command, args } = prepare('deno');
  const others = ['--no-prompt', '--allow-ffi', '--allow-env', '--allow-sys'];
  const count = (...rights) => Number(
    run(command, ...args.filter((option) => option !== '--allow-all'), ...others, ...rights, 'count.cjs', 'read'));
  for (const right of ['--allow-read', `--allow-read=/proc,${folder}`]) {
    assert.equal(count(right), 1);
    assert.throws(() => count(right, `--deny-read=${file('data', 'count.db-journal')}`), /disk I\/O error/);
  }
});
