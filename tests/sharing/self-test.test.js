'use strict';

// Locks on a system where nobody has run these tests, macOS: they have to be asked for, and to pass a test of their own.
// Here that runs on Linux's locks, whole ones and such as fail in every way that would cost data.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test } = require('node:test');
const { PACKAGES } = require('./support/packages');
const { Peer, startPeer } = require('./support/peer');
const { scratch } = require('./support/scratch');

/** @import { LockShim } from '../../npm/lib/host/locks/contract' */

const LOCKS = path.join(PACKAGES.ours, 'lib', 'host', 'locks');
const { loadShim } = require(path.join(LOCKS, 'shim.js'));
const { proveLocks } = require(path.join(LOCKS, 'self-test.js'));
const { translated } = require(path.join(LOCKS, 'errno-of-system.js'));
const { ERRNO, LOCK_NONE, LOCK_WRITE } = require(path.join(PACKAGES.ours, 'lib', 'generated', 'abi.js'));

/** @type {LockShim} */
const shim = loadShim();

const descriptors = () => fs.readdirSync('/proc/self/fd').length;

/**
 * Runs the test in a temporary folder of its own.
 * @param {import('node:test').TestContext} t
 * @param {LockShim} locks
 */
function prove(t, locks) {
  const { folder, list } = scratch(t);
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    assert.equal(os.tmpdir(), folder);
    proveLocks(locks);
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    assert.deepEqual(list(), [], 'it leaves nothing behind');
  }
}

test('working locks pass', (t) => {
  const before = descriptors();
  prove(t, shim);
  assert.equal(descriptors(), before);
});

/**
 * All functions, changed in the same way.
 * @param {(call: LockShim['lock']) => LockShim['lock']} change
 */
const everywhere = (change) => ({
  lock: change(shim.lock), holder: change(shim.holder), processLock: change(shim.processLock), processHolder: change(shim.processHolder),
});

/** Whether what is in the way is a lock of POSIX's, this process's own. @param {Parameters<LockShim['lock']>} request */
const isPosix = (...request) => shim.processHolder(...request) === LOCK_NONE && shim.holder(...request) !== LOCK_NONE;

/**
 * After the test's last lock of POSIX's, locks are also had through a descriptor that stays open.
 * @param {import('node:test').TestContext} t
 * @returns {Partial<LockShim>}
 */
function outliving(t) {
  let late = false;
  return {
    processLock(...request) {
      late = request[1] === LOCK_NONE;
      return shim.processLock(...request);
    },
    lock(file, ...range) {
      if (!late) return shim.lock(file, ...range);
      const other = fs.openSync(`/proc/self/fd/${file}`, 'r+');
      t.after(() => fs.closeSync(other));
      return shim.lock(other, ...range);
    },
  };
}

/** @type {Record<string, [(t: import('node:test').TestContext) => Partial<LockShim>, RegExp]>} */
const FAILURES = {
  'locks that always succeed': [() => ({ lock: () => 0 }), /it is visible through another descriptor/],
  'locks that are always refused': [() => ({ lock: () => ERRNO.EAGAIN }), /a write lock can be had/],
  'locks that the system does not know': [() => ({ lock: () => ERRNO.EINVAL }), /a write lock can be had/],
  'locks of the process, not of a descriptor': [() => ({ lock: shim.processLock, holder: shim.processHolder }), /it is visible through another/],
  'questions that find nothing': [() => ({ holder: () => LOCK_NONE }), /it is visible through another descriptor/],
  'locks that are invisible to POSIX locks': [() => ({ processHolder: () => LOCK_NONE }), /it is visible to POSIX's locks/],
  'locks that POSIX locks ignore': [() => ({ processLock: () => 0 }), /it refuses POSIX's locks/],
  'locks that do not see POSIX locks': [
    () => ({ holder: (...request) => (isPosix(...request) ? LOCK_NONE : shim.holder(...request)) }), /POSIX's write lock is visible/,
  ],
  'locks that ignore POSIX locks': [
    () => ({ lock: (...request) => (isPosix(...request) ? 0 : shim.lock(...request)) }), /POSIX's write lock refuses others/,
  ],
  'locks of the whole file': [() => everywhere((call) => (file, kind) => call(file, kind, 0, 0)), /it leaves the next byte free/],
  'offsets of 32 bits': [
    () => everywhere((call) => (file, kind, offset, length) => call(file, kind, offset % 2 ** 32, length)), /a byte beyond 4 GB/,
  ],
  'read locks that exclude each other': [
    () => ({ lock: (file, kind, ...range) => shim.lock(file, kind === LOCK_NONE ? kind : LOCK_WRITE, ...range) }),
    /a read lock allows another/,
  ],
  'locks that are never given up': [
    () => ({ lock: (file, kind, ...range) => (kind === LOCK_NONE ? 0 : shim.lock(file, kind, ...range)) }),
    /a write lock can be had again/,
  ],
  'locks that outlive their descriptor': [outliving, /it ends when its descriptor is closed/],
};

for (const [name, [change, reason]] of Object.entries(FAILURES)) {
  test(`they fail: ${name}`, (t) => {
    assert.throws(() => prove(t, { ...shim, ...change(t) }), reason);
  });
}

test('a failure leaves no descriptor', (t) => {
  const before = descriptors();
  for (const [change] of Object.values(FAILURES).filter(([change]) => change !== outliving)) {
    assert.throws(() => prove(t, { ...shim, ...change(t) }));
  }
  assert.equal(descriptors(), before);
});

test("the system's numbers of errors become Linux's", () => {
  const darwin = { EAGAIN: 35, EWOULDBLOCK: 35, EDEADLK: 11, EBADF: 9, ENOTSUP: 45, EOPNOTSUPP: 102 };
  /** @param {number} answer */
  const answering = (answer) => {
    const call = () => answer;
    return translated({ lock: call, holder: call, processLock: call, processHolder: call }, darwin);
  };
  for (const [there, here] of [[0, 0], [35, ERRNO.EAGAIN], [9, ERRNO.EBADF], [45, ERRNO.ENOTSUP], [11, ERRNO.EIO], [102, ERRNO.EIO]]) {
    assert.deepEqual([answering(there).lock(1, 1, 1, 1), answering(there).processLock(1, 1, 1, 1)], [here, here]);
    if (there === 0) continue;
    assert.deepEqual([answering(-there).holder(1, 1, 1, 1), answering(-there).processHolder(1, 1, 1, 1)], [-here, -here]);
  }
  assert.deepEqual([answering(LOCK_WRITE).holder(1, 1, 1, 1), answering(LOCK_WRITE).processHolder(1, 1, 1, 1)], [LOCK_WRITE, LOCK_WRITE]);
});

/** A copy of the package whose addon for macOS is that for this system. @param {import('node:test').TestContext} t */
function copyForMacOs(t) {
  const folder = scratch(t).file('package');
  fs.cpSync(PACKAGES.ours, folder, { recursive: true });
  const [here, there] = ['linux', 'darwin'].map((system) => `${system}-${process.arch}.node`);
  const shims = path.join(folder, 'shim');
  fs.copyFileSync(path.join(shims, here), path.join(shims, there));
  const manifest = JSON.parse(fs.readFileSync(path.join(shims, 'manifest.json'), 'utf8'));
  fs.writeFileSync(path.join(shims, 'manifest.json'), JSON.stringify({ ...manifest, [there]: manifest[here] }));
  return folder;
}

test('on macOS the shim has to be asked for, and is used only if it passes', async (t) => {
  const folder = copyForMacOs(t);
  const args = ['--require', path.join(__dirname, 'support', 'pretend-macos.js')];
  /** @param {Record<string, string>} env */
  const start = (env) => startPeer(t, 'ours', { folder, args, env });
  assert.equal((await start({ ANYSQLITE_LOCKS: '' }).ask('facts')).locks, 'exclusive');
  const { file } = scratch(t);
  const shim = start({ ANYSQLITE_LOCKS: 'shim' });
  await shim.open(file('test.db'));
  await shim.exec('pragma journal_mode = wal; create table t (a); insert into t values (1); begin immediate');
  assert.equal((await shim.ask('facts')).locks, 'shim');
  const native = startPeer(t, 'native');
  await native.open(file('test.db'));
  assert.equal(await Peer.code(native.exec('insert into t values (2)')), 'SQLITE_BUSY');
  await shim.exec('commit');
  await native.exec('begin immediate');
  assert.equal(await Peer.code(shim.exec('insert into t values (3)')), 'SQLITE_BUSY', "the system's number became Linux's");
  const broken = start({ ANYSQLITE_LOCKS: 'shim', BREAK_LOCKS: '1' });
  await assert.rejects(broken.open(file('test.db')), /ANYSQLITE_LOCKS is "shim", which does not work here.*visible to POSIX's locks/);
});
