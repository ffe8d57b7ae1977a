'use strict';

// The package in other runtimes, loaded by import and by require.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const { test } = require('node:test');
const { prepare } = require('../portability/runtimes');
const { installation } = require('./support/installation');
const { assertNotes, byShim, withoutShim } = require('./support/notes');

const MODULES = ['main.mjs', 'inline.mjs'];
const NAMES = ['SqliteError', 'anysqlite', 'concatChangesets', 'constants', 'invertChangeset'];
const ALL = [...MODULES, 'main.cjs', 'inline.cjs'];

for (const [name, entries] of Object.entries({ bun: ALL, deno: ALL, node18: MODULES, node26: MODULES })) {
  const { command, args, env } = prepare(name);
  for (const entry of entries) {
    test(`${name} runs ${entry}`, (t) => {
      const { folder } = installation(t, 'notes');
      const printed = execFileSync(command, [...args, entry], {
        cwd: folder, encoding: 'utf8', env: { ...process.env, ...env },
      });
      assertNotes(JSON.parse(printed), byShim);
    });
  }
}

for (const name of ['bun', 'deno', 'node18', 'node24', 'node26']) {
  test(`${name} imports every name that the types declare`, (t) => {
    const { command, args, env } = prepare(name);
    const { folder } = installation(t, 'names');
    const printed = execFileSync(command, [...args, 'names.mjs'], {
      cwd: folder, encoding: 'utf8', env: { ...process.env, ...env },
    });
    const names = JSON.parse(printed);
    assert.deepEqual(NAMES.filter((name) => !names.includes(name)), []);
  });
}

test('an executable compiled by bun runs without node_modules', (t) => {
  const { command } = prepare('bun');
  const { file, folder } = installation(t, 'notes');
  const args = ['build', '--compile', '--outfile', file('application'), 'inline.mjs'];
  execFileSync(command, args, { cwd: folder, stdio: 'pipe' });
  // Bun compiles the present folder of each file into the executable, which would find the package there.
  fs.rmSync(file('node_modules'), { recursive: true });
  assertNotes(JSON.parse(execFileSync(file('application'), { cwd: folder, encoding: 'utf8' })), withoutShim);
});
