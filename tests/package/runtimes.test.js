'use strict';

// The package in other runtimes, loaded by import and by require.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const { test } = require('node:test');
const { prepare } = require('../portability/runtimes');
const { installation } = require('./support/installation');
const { assertNotes, byShim, withoutShim } = require('./support/notes');

const MODULES = ['main.mjs', 'inline.mjs'];
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

test('an executable compiled by bun runs without node_modules', (t) => {
  const { command } = prepare('bun');
  const { file, folder } = installation(t, 'notes');
  const args = ['build', '--compile', '--outfile', file('application'), 'inline.mjs'];
  execFileSync(command, args, { cwd: folder, stdio: 'pipe' });
  // Bun compiles the present folder of each file into the executable, which would find the package there.
  fs.rmSync(file('node_modules'), { recursive: true });
  assertNotes(JSON.parse(execFileSync(file('application'), { cwd: folder, encoding: 'utf8' })), withoutShim);
});
