'use strict';

// Which package /prefer-native uses, and what it says.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { ROOT } = require('../support/packages');
const { OWN_NAME, application } = require('./support/application');

const NATIVE = { engine: 'native', answer: 42, warnings: [] };

/** Asserts that this package answers and says why, once. */
function assertOwn({ engine, answer, warnings }, reason) {
  assert.equal(engine, 'v8');
  assert.equal(answer, 42);
  assert.equal(warnings.length, 1, warnings.join('\n'));
  assert.match(warnings[0], /Native better-sqlite3 is not used: .*\. SQLite runs as WebAssembly instead\./);
  assert.match(warnings[0], reason);
}

for (const runtime of ['node22', 'node24', 'node26']) {
  test(`native better-sqlite3 is used on ${runtime}`, (t) => assert.deepEqual(application(t).answer(runtime), NATIVE));
}

test('native better-sqlite3 is found under another name', (t) => {
  assert.deepEqual(application(t, { native: 'better-sqlite3-native' }).answer(), NATIVE);
});

test('an alias to this package is not taken for native better-sqlite3', (t) => {
  const { answer } = application(t, { native: null, own: 'better-sqlite3' });
  assertOwn(answer(), /better-sqlite3 is not installed/);
});

test('beside an alias, native better-sqlite3 is found under its other name', (t) => {
  assert.deepEqual(application(t, { native: 'better-sqlite3-native', own: 'better-sqlite3' }).answer(), NATIVE);
});

test('without native better-sqlite3 this package is used', (t) => {
  assertOwn(application(t, { native: null }).answer(), /is not installed/);
});

test('another major version is not used', (t) => {
  const { answer, file } = application(t);
  const path = file('node_modules', 'better-sqlite3', 'package.json');
  fs.writeFileSync(path, fs.readFileSync(path, 'utf8').replace('"version": "13.', '"version": "12.'));
  assertOwn(answer(), /better-sqlite3 12\..* is installed, but this package has the API of 13/);
});

test('a package without a binary is not used', (t) => {
  const { addon, answer } = application(t);
  fs.rmSync(addon);
  assertOwn(answer(), /has no binary for linux/);
});

test('a verdict is remembered for a binary and a runtime', (t) => {
  const { answer, addon, verdicts } = application(t);
  answer('node24');
  const [path] = verdicts();
  assert.equal(JSON.parse(fs.readFileSync(path, 'utf8')).works, true);

  const planted = { works: false, reason: 'planted', at: Date.now() };
  fs.writeFileSync(path, JSON.stringify(planted));
  assertOwn(answer('node24'), /its binary planted\./);
  assert.deepEqual(answer('node22'), NATIVE);
  assert.equal(verdicts().length, 2);

  fs.appendFileSync(addon, '\0');
  assert.deepEqual(answer('node24'), NATIVE);
  assert.equal(verdicts().length, 3);
});

test('a failure is forgotten after a day, and what is no verdict is ignored', (t) => {
  const { answer, verdicts } = application(t);
  answer();
  const [path] = verdicts();
  const day = 24 * 60 * 60 * 1000;
  for (const text of [
    JSON.stringify({ works: false, reason: 'old', at: Date.now() - day }), JSON.stringify({ works: 'yes' }), 'null',
    JSON.stringify({ works: false, reason: 'of the future', at: Date.now() + day }), '{"works":tr', '',
  ]) {
    fs.writeFileSync(path, text);
    assert.deepEqual(answer(), NATIVE, text);
  }
});

test('where nothing can be remembered, native better-sqlite3 is tried at each start', (t) => {
  const { answer, write } = application(t);
  write('cache', 'a file, so no folder can be made here');
  assert.deepEqual(answer(), NATIVE);
  assert.deepEqual(answer(), NATIVE);
});

test('without addons this package is used', (t) => {
  assertOwn(application(t).answer('node24', { args: ['--no-addons'] }), /addons is disabled|not used/);
});

test('under the permission model this package is used unless all that native needs is allowed', (t) => {
  const { answer, run, verdicts } = application(t);
  const args = ['--permission', '--allow-fs-read=*', '--allow-fs-write=*'];
  const { stdout, stderr, status } = run('node24', { args });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /"engine":"v8"/);
  assert.match(stderr, /no child process can be started/);
  assert.deepEqual(answer('node24', { args: [...args, '--allow-child-process', '--allow-addons'] }), NATIVE);
  assert.equal(verdicts().length, 1);
});

test('NODE_OPTIONS that load this entry do not start processes without end', (t) => {
  const { answer, file } = application(t);
  const env = { NODE_OPTIONS: `--require ${file('node_modules', OWN_NAME, 'lib', 'prefer-native', 'index.js')}` };
  assert.deepEqual(answer('node24', { env }), NATIVE);
});

test('worker threads use what the main thread has chosen, and say nothing', (t) => {
  const { answer, write } = application(t);
  const program = (name) => `
    const { Worker, isMainThread, parentPort } = require('node:worker_threads');
    const Database = require('${name}/prefer-native');
    const answer = new Database(':memory:').prepare('SELECT 42').pluck().get();
    if (isMainThread) {
      new Worker(__filename).on('message', (engine) => {
        console.log(JSON.stringify({ engine, main: Database.anysqlite.engine, answer }));
      });
    } else parentPort.postMessage(Database.anysqlite.engine);`;
  write('threads.cjs', program(OWN_NAME));
  assert.deepEqual(answer('node24', { main: 'threads.cjs' }), { ...NATIVE, main: 'native' });
  const { main, ...rest } = answer('node18', { main: 'threads.cjs' });
  assert.equal(main, 'v8');
  assertOwn(rest, /Node-API/);
});

test('a bundle uses this package, although native better-sqlite3 lies above it', (t) => {
  const { answer, file } = application(t);
  const esbuild = path.join(ROOT, 'node_modules', '.bin', 'esbuild');
  execFileSync(esbuild, ['main.cjs', '--bundle', '--platform=node', '--outfile=dist/main.cjs'], {
    cwd: file('.'), stdio: 'pipe',
  });
  for (const folder of ['wasm', 'shim']) {
    fs.cpSync(file('node_modules', OWN_NAME, folder), file('dist', folder), { recursive: true });
  }
  assertOwn(answer('node24', { main: 'dist/main.cjs' }), /this code is part of a bundle/);
});

test('the class has the same members whichever package is behind it', (t) => {
  const { run, write } = application(t);
  write('shape.mjs', `
    import Database, { SqliteError } from '${OWN_NAME}/prefer-native';
    class Own extends Database {}
    const db = Database(':memory:');
    const shape = [
      Object.getOwnPropertyNames(Database), Object.keys(Database.anysqlite), Database.name, Database.length,
      db instanceof Database, new Own(':memory:') instanceof Own, SqliteError === Database.SqliteError,
      Object.keys(Database.prototype),
    ];
    try { db.exec('nonsense'); } catch (error) { shape.push(error instanceof SqliteError, error.code, error.message); }
    try { new Database(7, 8); } catch (error) { shape.push(error.name, error.message); }
    console.log(JSON.stringify([Database.anysqlite, shape]));`);
  const [native, nativeShape] = JSON.parse(run('node24', { main: 'shape.mjs' }).stdout);
  const [own, ownShape] = JSON.parse(run('node18', { main: 'shape.mjs' }).stdout);
  assert.deepEqual(native, { engine: 'native', locks: 'native' });
  assert.deepEqual(own, { engine: 'v8', locks: 'shim' });
  assert.deepEqual(nativeShape, ownShape);
});

test('the application\'s own better-sqlite3 stays as it is', (t) => {
  const { run, write } = application(t);
  write('both.cjs', `
    const Preferred = require('${OWN_NAME}/prefer-native');
    const Native = require('better-sqlite3');
    console.log(Preferred !== Native, 'anysqlite' in Native, new Preferred(':memory:') instanceof Native);`);
  assert.equal(run('node24', { main: 'both.cjs' }).stdout, 'true false true\n');
});

