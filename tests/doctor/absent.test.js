'use strict';

// Native packages without an addon: what the doctor says of them, and what happens when one is used.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { prebuilt } = require('../support/foreign-addons');
const { PACKAGES } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');
const { doctor, report } = require('./support/doctor');

const SCRIPT = { install: 'prebuild-install || node-gyp rebuild' };

/**
 * Creates files; those called `….node` are an addon that loads here, others have a text or JSON.
 * @param {{ after(fn: () => void): void }} t
 * @param {Record<string, string | object>} files by path
 */
function tree(t, files) {
  const scratch = scratchFolder(t);
  for (const [name, content] of Object.entries(files)) {
    const file = scratch.file(name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    if (name.endsWith('.node')) fs.copyFileSync(prebuilt('linux-x64'), file);
    else fs.writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  }
  return scratch.folder;
}

/** Returns the packages that the doctor finds to lack an addon. @param {string} folder */
function absent(folder) {
  const { addons, problems, status } = report([folder, '--strict']);
  assert.equal(status, problems.length === 0 ? 0 : 1);
  assert.equal(problems.length, addons.length - addons.filter(({ loads }) => loads).length);
  return addons.filter(({ path: place }) => !place.endsWith('.node'))
    .map(({ path: place, loads, reason }) => ({ name: path.relative(`${folder}/node_modules`, place), loads, reason }));
}

/** Returns the names of these packages. @param {string} folder */
const namesOfAbsent = (folder) => absent(folder).map(({ name }) => name);

/** Where an addon may lie in better-sqlite3 13, and whether it is found there. @type {[string, boolean][]} */
const PLACES = [
  ['', false], ['build/Release/better_sqlite3.node', true], ['build/Debug/better_sqlite3.node', true],
  ['prebuilds/linux-x64.node', true], ['build/better_sqlite3.node', false], ['better_sqlite3.node', false],
];

for (const [place, isFound] of PLACES) {
  const title = `better-sqlite3 13 with ${place || 'no addon'} ${isFound ? 'is well' : 'is without its addon'}`;
  test(title, (t) => {
    const folder = tree(t, place === '' ? { text: '' } : { [`node_modules/better-sqlite3/${place}`]: '' });
    const native = path.join(folder, 'node_modules', 'better-sqlite3');
    for (const name of ['lib', 'package.json']) {
      fs.cpSync(path.join(PACKAGES.native, name), path.join(native, name), { recursive: true });
    }
    const [found] = absent(folder);
    assert.equal(found === undefined, isFound);
    if (found) assert.match(found.reason, /^is native better-sqlite3 13\S* without its addon: opening a database /);
    const opening = `new (require(${JSON.stringify(native)}))(':memory:').close()`;
    const { status, stderr } = spawnSync(process.execPath, ['-e', opening], { encoding: 'utf8' });
    assert.equal(status === 0, isFound, stderr);
    if (!isFound) assert.match(stderr, /Cannot find module .*better_sqlite3\.node/);
  });
}

test('better-sqlite3 12 whose script was blocked is a problem, with the script as the reason', (t) => {
  const folder = tree(t, {
    'node_modules/better-sqlite3/package.json': { name: 'better-sqlite3', version: '12.11.1', scripts: SCRIPT },
  });
  const [{ loads, reason }] = absent(folder);
  assert.equal(loads, false);
  assert.match(reason, /; its install script was blocked .* allow the script and install again, or use this package/);
});

test('without --strict, the report says that something is wrong, and the exit code is 0', (t) => {
  const folder = tree(t, { 'node_modules/better-sqlite3/package.json': { name: 'better-sqlite3', version: '12.0.0' } });
  const { status, stdout } = doctor([folder]);
  assert.equal(status, 0);
  assert.match(stdout, /^BAD {2}.*better-sqlite3$/m);
  assert.match(stdout, /\n1 warning, which --strict counts as problems\.\n$/);
  const found = report([folder]);
  assert.deepEqual(found.problems, []);
  assert.match(found.warnings[0], /better-sqlite3 is native better-sqlite3 12\.0\.0 without its addon/);
  const strict = report([folder, '--strict']);
  assert.deepEqual([strict.problems, strict.warnings, strict.status], [found.warnings, [], 1]);
});

test('other native packages without an addon are found by binding.gyp and by what finds addons', (t) => {
  const folder = tree(t, {
    'node_modules/gyp/package.json': { name: 'gyp' },
    'node_modules/gyp/binding.gyp': '{}',
    'node_modules/@scope/found/package.json': { name: '@scope/found', dependencies: { 'node-gyp-build': '4' } },
    'node_modules/fetched/package.json':
      { name: 'fetched', dependencies: { 'prebuild-install': '7' }, scripts: SCRIPT },
    'node_modules/served/package.json': { name: 'served', dependencies: { bindings: '1' } },
    'node_modules/served/build/Release/served.node': '',
    'node_modules/plain/package.json': { name: 'plain', dependencies: { served: '1' } },
  });
  const found = absent(folder);
  assert.deepEqual(found.map(({ name, loads }) => [name, loads]), [
    ['@scope/found', null], ['fetched', null], ['gyp', null],
  ]);
  assert.match(found[0].reason, /^is a native package without an addon, and throws unless .*; install again$/);
  assert.match(found[1].reason, /; its install script was blocked .* allow the script and install again$/);
});

test('a package whose optional dependency has the addon is well', (t) => {
  const folder = tree(t, {
    'node_modules/fast/package.json': { name: 'fast', optionalDependencies: { '@fast/linux-x64': '1' } },
    'node_modules/fast/binding.gyp': '{}',
    'node_modules/@fast/linux-x64/fast.node': '',
    'node_modules/slow/package.json': { name: 'slow', optionalDependencies: { '@slow/linux-x64': '1' } },
    'node_modules/slow/binding.gyp': '{}',
  });
  assert.deepEqual(namesOfAbsent(folder), ['slow']);
});

test('a package that is an optional dependency alone may lack its addon', (t) => {
  const files = {
    'node_modules/ssh/package.json': { name: 'ssh', optionalDependencies: { cpu: '1', needed: '1' } },
    'node_modules/ws/package.json': { name: 'ws', peerDependencies: { peer: '1' }, peerDependenciesMeta: {
      peer: { optional: true },
    } },
    'node_modules/cpu/binding.gyp': '{}',
    'node_modules/cpu/package.json': { name: 'cpu' },
    'node_modules/peer/binding.gyp': '{}',
    'node_modules/peer/package.json': { name: 'peer' },
    'node_modules/needed/binding.gyp': '{}',
    'node_modules/needed/package.json': { name: 'needed' },
  };
  assert.deepEqual(namesOfAbsent(tree(t, files)), []);
  const project = { 'package.json': { dependencies: { needed: '1' } } };
  assert.deepEqual(namesOfAbsent(tree(t, { ...files, ...project })), ['needed']);
});
