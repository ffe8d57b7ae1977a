'use strict';

// Test runners that load modules in their own way.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { installation } = require('./support/installation');

const NATIVE = path.join(__dirname, '..', '..', 'node_modules', 'better-sqlite3');

/**
 * Runs the tests of a program. Returns the report, and fails unless all tests pass.
 * @param {ReturnType<typeof installation>} place
 * @param {string[]} args
 */
function runTests({ file, folder }, ...args) {
  const { status, stderr, stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  assert.equal(status, 0, `${stdout}\n${stderr}`);
  return JSON.parse(fs.readFileSync(file('report.json'), 'utf8'));
}

/** @param {ReturnType<typeof installation>} place */
const runJest = (place) => runTests(place, require.resolve('jest/bin/jest'), '--json', '--outputFile=report.json');

test('the tests pass in jest', (t) => {
  assert.equal(runJest(installation(t, 'jest')).numPassedTests, 8);
});

test('the tests pass in jest with native better-sqlite3', (t) => {
  const place = installation(t, 'jest');
  fs.rmSync(place.installed, { recursive: true });
  fs.cpSync(NATIVE, place.installed, { recursive: true, filter: (name) => !name.includes('/deps/') });
  assert.equal(runJest(place).numPassedTests, 8);
});

for (const pool of ['forks', 'threads', 'vmThreads']) {
  test(`the tests pass in vitest with the pool ${pool}`, (t) => {
    const vitest = path.join(path.dirname(require.resolve('vitest/package.json')), 'vitest.mjs');
    const args = ['run', '--globals', `--pool=${pool}`, '--reporter=json', '--outputFile=report.json'];
    assert.equal(runTests(installation(t, 'vitest'), vitest, ...args).numPassedTests, 3);
  });
}
