'use strict';

// What the doctor finds in a tree of folders, and what it leaves as it is.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { name: OWN_NAME } = require('../../npm/package.json');
const { prebuilt } = require('../support/foreign-addons');
const { ROOT } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');
const { doctor, report } = require('./support/doctor');

/**
 * Creates a tree: texts become files, and names of platforms the binaries of better-sqlite3.
 * @param {{ after(fn: () => void): void }} t
 * @param {Record<string, string | { platform: string }>} files by path
 */
function tree(t, files) {
  const scratch = scratchFolder(t);
  for (const [name, content] of Object.entries(files)) {
    const file = scratch.file(name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, typeof content === 'string' ? content : fs.readFileSync(prebuilt(content.platform)));
  }
  return scratch;
}

/** @param {string} folder @param {{ path: string }[]} entries */
const below = (folder, entries) => entries.map((entry) => path.relative(folder, entry.path)).sort();

/** @param {object} content */
const manifest = (content) => JSON.stringify(content);

test('an addon for another platform matters only if the package has none for this', (t) => {
  const { folder } = tree(t, {
    'node_modules/served/prebuilds/linux-x64.node': { platform: 'linux-x64' },
    'node_modules/served/prebuilds/darwin-arm64.node': { platform: 'darwin-arm64' },
    'node_modules/served/build/Release/copied.node': { platform: 'darwin-arm64' },
    'own/package.json': '{}',
    'own/build/linux-x64/addon.node': { platform: 'linux-x64' },
    'own/build/darwin-x64/addon.node': { platform: 'darwin-x64' },
    'node_modules/@scope/unserved/prebuilds/darwin-arm64.node': { platform: 'darwin-arm64' },
  });
  const { addons, problems, status } = report([folder, '--strict']);
  const matter = addons.filter(({ loads, matters }) => matters && !loads);
  assert.deepEqual(below(folder, matter), [
    'node_modules/@scope/unserved/prebuilds/darwin-arm64.node', 'node_modules/served/build/Release/copied.node',
  ]);
  assert.equal(addons.length, 6);
  assert.equal(problems.length, 2);
  assert.equal(status, 1);
  assert.equal(report([folder]).status, 0);
});

test('loops of links end, and linked packages are examined once', (t) => {
  const { folder, file } = tree(t, {
    'app/node_modules/.store/one/linux-x64.node': { platform: 'linux-x64' },
    'elsewhere/linked/darwin-x64.node': { platform: 'darwin-x64' },
    'elsewhere/unlinked/linux-arm64.node': { platform: 'linux-arm64' },
  });
  fs.symlinkSync('.store/one', file('app/node_modules/one'));
  fs.symlinkSync('../..', file('app/node_modules/loop'));
  fs.symlinkSync('self', file('app/self'));
  fs.symlinkSync('../../elsewhere/linked', file('app/node_modules/linked'));
  fs.symlinkSync('../elsewhere/unlinked', file('app/unlinked'));
  const { addons } = report([file('app')]);
  const names = addons.map((addon) => path.basename(addon.path)).sort();
  assert.deepEqual(names.filter((name) => name !== 'linux-arm64.node'), ['darwin-x64.node', 'linux-x64.node']);
  assert.ok(folder);
});

test('a folder that cannot be read is named, and fails with --strict', (t) => {
  const { folder, file } = tree(t, { 'app/text': 'x' });
  // A path that is longer than the system accepts can only be made step by step.
  execFileSync(process.execPath, ['-e', `for (let depth = 0; depth < 20; depth++) {
    fs.mkdirSync('x'.repeat(250));
    process.chdir('x'.repeat(250));
  }`], { cwd: folder });
  t.after(() => execFileSync('rm', ['-rf', folder]));
  const { unreadable, status } = report([folder, '--strict']);
  assert.equal(unreadable.length, 1);
  assert.match(unreadable[0].reason, /^ENAMETOOLONG/);
  assert.equal(status, 1);
  assert.equal(report([folder]).status, 0);
  assert.equal(report([file('app'), '--strict']).status, 0);
});

test("what Node's permission model hides is said to be hidden", (t) => {
  const { file } = tree(t, { 'app/text': 'x', 'closed/linux-x64.node': { platform: 'linux-x64' } });
  const node = ['--permission', ...[`${ROOT}/npm/*`, file('app')].map((place) => `--allow-fs-read=${place}`)];
  const { addons, process: here } = report([file('closed/linux-x64.node')], { node });
  assert.equal(here.permissions, true);
  assert.equal(addons[0].reason, 'may not be read: the permission model of Node forbids it');
  const { status, stderr } = doctor([file('closed')], { node });
  assert.match(stderr, /closed cannot be examined \(/);
  assert.equal(status, 2);
});

test('copies of better-sqlite3 are found, native ones and this package', (t) => {
  const { folder } = tree(t, {
    'node_modules/better-sqlite3/package.json': manifest({ name: OWN_NAME, version: '13.2.0' }),
    'node_modules/knex/node_modules/better-sqlite3/package.json':
      manifest({ name: 'better-sqlite3', version: '12.1.0' }),
    'node_modules/broken/package.json': '{ "name": "better-sqlite3"',
    'better-sqlite3/package.json': manifest({ name: 'better-sqlite3', version: '11.0.0' }),
  });
  const { copies } = report([folder]);
  assert.deepEqual(copies.map(({ path: place, ...copy }) => ({ place: path.relative(folder, place), ...copy })), [
    { place: 'node_modules/better-sqlite3', name: OWN_NAME, version: '13.2.0', native: false },
    { place: 'node_modules/knex/node_modules/better-sqlite3', name: 'better-sqlite3', version: '12.1.0', native: true },
  ]);
});

test('scripts that compile are found, declared or implied by binding.gyp', (t) => {
  const { folder } = tree(t, {
    'node_modules/implied/package.json': manifest({ name: 'implied' }),
    'node_modules/implied/binding.gyp': '{}',
    'node_modules/off/package.json': manifest({ name: 'off', gypfile: false }),
    'node_modules/off/binding.gyp': '{}',
    'node_modules/declared/package.json':
      manifest({ name: 'declared', scripts: { install: 'prebuild-install || node-gyp rebuild' } }),
    'node_modules/greeting/package.json': manifest({ name: 'greeting', scripts: { postinstall: 'echo thanks' } }),
    'node_modules/none/package.json': manifest({ name: 'none', scripts: { test: 'node-gyp rebuild' } }),
  });
  const { scripts } = report([folder]);
  assert.deepEqual(scripts.map(({ name, script, compiles }) => ({ name, script, compiles })), [
    { name: 'declared', script: 'prebuild-install || node-gyp rebuild', compiles: true },
    { name: 'greeting', script: 'echo thanks', compiles: false },
    { name: 'implied', script: 'node-gyp rebuild', compiles: true },
  ]);
});

test('nothing in the tree changes', (t) => {
  const { folder, file } = tree(t, {
    'node_modules/served/prebuilds/linux-x64.node': { platform: 'linux-x64' },
    'data/app.db': '', 'data/app.db-lock': '',
  });
  const state = () => fs.readdirSync(folder, { recursive: true }).sort().map((name) => {
    const { mtimeMs, ctimeMs, size, mode } = fs.lstatSync(file(name));
    return { name, mtimeMs, ctimeMs, size, mode };
  });
  const before = state();
  report([folder, '--database', file('data/app.db')]);
  assert.deepEqual(state(), before);
});
