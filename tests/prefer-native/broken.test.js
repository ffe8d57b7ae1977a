'use strict';

// Native binaries that end or hang the process that loads them: the program works all the same.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const { test } = require('node:test');
const { application } = require('./support/application');

/** Asserts what a process that loads native better-sqlite3 comes to, and that the program with this package works. */
function assertRescued({ run, write, answer }, runtime, ending, reason) {
  write('native.cjs', "new (require('better-sqlite3'))(':memory:').prepare('SELECT 1').get()");
  const { status, signal } = run(runtime, { main: 'native.cjs' });
  assert.match(String(signal ?? status), ending);

  const { engine, answer: result, warnings } = answer(runtime);
  assert.equal(engine, 'v8');
  assert.equal(result, 42);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0], reason);
}

for (const runtime of ['node18', 'node20']) {
  test(`better-sqlite3 13 crashes ${runtime}, but not through this entry`, (t) => {
    assertRescued(application(t), runtime, /SIGSEGV/, /its binary needs Node-API 10, and Node (18|20)[\d.]+ has 9/);
  });
}

test('a truncated binary does not end the process', (t) => {
  const app = application(t);
  fs.truncateSync(app.addon, Math.floor(fs.statSync(app.addon).size / 2));
  assertRescued(app, 'node24', /SIGBUS|SIGSEGV/, /its binary .*(truncated|cut|incomplete|ends)/);
});

test('a binary whose second half is zeros does not end the process', (t) => {
  const app = application(t);
  const bytes = fs.readFileSync(app.addon);
  fs.writeFileSync(app.addon, bytes.fill(0, bytes.length / 2));
  assertRescued(app, 'node24', /SIGSEGV|SIGBUS/, /its binary (ends the process that loads it by SIG|is |has )/);
});

test('an empty file and text in the place of the binary are no obstacle', (t) => {
  const app = application(t);
  for (const content of ['', '<!DOCTYPE html><html>not found</html>', 'x'.repeat(10_000)]) {
    fs.writeFileSync(app.addon, content);
    assertRescued(app, 'node24', /1/, /its binary (is|has) /);
  }
});

test('a binary that hangs is given up', (t) => {
  const app = application(t);
  const source = app.file('hang.c');
  fs.writeFileSync(source, `#include <unistd.h>
    void *napi_register_module_v1(void *env, void *exports) { for (;;) pause(); }
  `);
  execFileSync('gcc', ['-shared', '-fPIC', '-o', app.addon, source]);
  const { engine, answer, warnings } = app.answer('node24');
  assert.deepEqual({ engine, answer }, { engine: 'v8', answer: 42 });
  assert.match(warnings[0], /does not answer a query within 5 seconds/);
});

test('a binary that loads but answers wrong is not used', (t) => {
  const app = application(t);
  fs.appendFileSync(
    app.file('node_modules', 'better-sqlite3', 'lib', 'index.js'),
    "\nmodule.exports = class { prepare() { throw new Error('broken'); } };\n",
  );
  const { engine, warnings } = app.answer('node24');
  assert.equal(engine, 'v8');
  assert.match(warnings[0], /its binary cannot be used: Error: broken/);
});
