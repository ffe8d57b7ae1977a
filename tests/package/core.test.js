'use strict';

// npm/lib as it is packed: one bundle and a few files. What a bundler could change is tested on it again.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { test } = require('node:test');
const { installation } = require('./support/installation');

const TESTS = path.join(__dirname, '..');

/** Files of tests, with the title of what is run: names and properties of classes, and code that is not strict. */
const FILES = [
  ['conformance/api/module-export', '.'],
  ['conformance/api/database-methods', '.'],
  ['limits/cut-off', '^get.. that is cut off'],
];

for (const [file, title] of FILES) {
  test(`the packed package passes ${file}`, (t) => {
    const { installed } = installation(t, 'notes');
    const env = { ...process.env, SQLITE_ENGINE: 'v8', ANYSQLITE_PACKAGE: installed };
    // In a test Node would report to its own runner only.
    delete env.NODE_TEST_CONTEXT;
    const args = ['--test', `--test-name-pattern=${title}`, path.join(TESTS, `${file}.test.js`)];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
    assert.equal(status, 0, stdout);
    assert.match(stdout, /pass [1-9]/);
  });
}

test('the stack of an error names the methods of the package, and its short lines', (t) => {
  const { node } = installation(t, 'notes');
  const { name, stack } = node('-e', `
    const Database = require('better-sqlite3');
    const db = new Database(':memory:');
    try {
      db.exec('nonsense');
    } catch ({ constructor: { name }, stack }) {
      console.log(JSON.stringify({ name, stack: stack.split('\\n').slice(1, 2) }));
    }
  `);
  assert.equal(name, 'SqliteError');
  assert.match(stack[0], /at Database\.exec .*better-sqlite3.lib.core\.js:\d+:\d{1,3}\)$/);
});
