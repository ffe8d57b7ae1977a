'use strict';

// The self-test of the lock shim. These tests have never run on macOS; there the shim has to be asked for, and has to
// pass its self-test. Here the self-test runs on Linux's locks, and on locks broken in every way that would cost data.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { PACKAGES } = require('../support/packages');
const { Peer, startPeer } = require('./support/peer');
const { LOCKS, prove } = require('./support/prove-locks');
const { scratchFolder } = require('../support/scratch-folder');

/** @import { LockShim } from '../../npm/lib/host/locks/contract' */

const { loadShim } = require(path.join(LOCKS, 'shim.js'));
const { posixProof } = require(path.join(LOCKS, 'posix-proof.js'));
const { translated } = require(path.join(LOCKS, 'errno-of-system.js'));
const { ERRNO, LOCK_NONE, LOCK_WRITE } = require(path.join(PACKAGES.ours, 'lib', 'generated', 'abi.js'));

/** @type {LockShim} */
const shim = loadShim();

const countDescriptors = () => fs.readdirSync('/proc/self/fd').length;

test('working locks pass the self-test', (t) => {
  const before = countDescriptors();
  prove(t, shim, posixProof);
  assert.equal(countDescriptors(), before);
});

/**
 * Returns all functions of the shim, each changed in the same way.
 * @param {(call: LockShim['lock']) => LockShim['lock']} change
 */
const changeAll = (change) => ({
  lock: change(shim.lock),
  holder: change(shim.holder),
  processLock: change(shim.processLock),
  processHolder: change(shim.processHolder),
});

/**
 * Returns whether only a POSIX lock of this process conflicts with a request.
 * @param {Parameters<LockShim['lock']>} request
 */
const meetsPosixLock = (...request) => (
  shim.processHolder(...request) === LOCK_NONE && shim.holder(...request) !== LOCK_NONE);

/**
 * Returns locks that outlive their descriptor: once the self-test has released its last POSIX lock, each lock is taken
 * on a second descriptor that stays open.
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
const FAULTS = {
  'locks that always succeed': [() => ({ lock: () => 0 }), /it is visible through another descriptor/],
  'locks that are always refused': [() => ({ lock: () => ERRNO.EAGAIN }), /a write lock can be had/],
  'locks that the system does not support': [() => ({ lock: () => ERRNO.EINVAL }), /a write lock can be had/],
  'locks of the process instead of the open file description': [
    () => ({ lock: shim.processLock, holder: shim.processHolder }), /it is visible through another/,
  ],
  'queries that report no lock': [() => ({ holder: () => LOCK_NONE }), /it is visible through another descriptor/],
  'locks that are invisible to POSIX locks': [
    () => ({ processHolder: () => LOCK_NONE }), /it is visible to POSIX's locks/,
  ],
  'locks that POSIX locks ignore': [() => ({ processLock: () => 0 }), /it refuses POSIX's locks/],
  'queries that do not report POSIX locks': [
    () => ({ holder: (...request) => (meetsPosixLock(...request) ? LOCK_NONE : shim.holder(...request)) }),
    /POSIX's write lock is visible/,
  ],
  'locks that ignore POSIX locks': [
    () => ({ lock: (...request) => (meetsPosixLock(...request) ? 0 : shim.lock(...request)) }),
    /POSIX's write lock refuses others/,
  ],
  'locks of the whole file': [
    () => changeAll((call) => (file, kind) => call(file, kind, 0, 0)), /it leaves the next byte free/,
  ],
  'offsets cut to 32 bits': [
    () => changeAll((call) => (file, kind, offset, length) => call(file, kind, offset % 2 ** 32, length)),
    /a byte beyond 4 GB/,
  ],
  'read locks that exclude each other': [
    () => ({ lock: (file, kind, ...range) => shim.lock(file, kind === LOCK_NONE ? kind : LOCK_WRITE, ...range) }),
    /a read lock allows another/,
  ],
  'locks that are never released': [
    () => ({ lock: (file, kind, ...range) => (kind === LOCK_NONE ? 0 : shim.lock(file, kind, ...range)) }),
    /a write lock can be had again/,
  ],
  'locks that outlive their descriptor': [outliving, /it ends when its descriptor is closed/],
};

for (const [name, [change, reason]] of Object.entries(FAULTS)) {
  test(`the self-test rejects ${name}`, (t) => {
    assert.throws(() => prove(t, { ...shim, ...change(t) }, posixProof), reason);
  });
}

test('a failed self-test leaks no descriptor', (t) => {
  const before = countDescriptors();
  for (const [change, reason] of Object.values(FAULTS).filter(([change]) => change !== outliving)) {
    assert.throws(() => prove(t, { ...shim, ...change(t) }, posixProof), reason);
  }
  assert.equal(countDescriptors(), before);
});

test("the system's errnos are translated to Linux's", () => {
  const darwin = { EAGAIN: 35, EWOULDBLOCK: 35, EDEADLK: 11, EBADF: 9, ENOTSUP: 45, EOPNOTSUPP: 102 };
  /** @param {number} answer */
  const answering = (answer) => {
    const call = () => answer;
    return translated({ lock: call, holder: call, processLock: call, processHolder: call }, darwin);
  };
  for (const [there, here] of [
    [0, 0], [35, ERRNO.EAGAIN], [9, ERRNO.EBADF], [45, ERRNO.ENOTSUP], [11, ERRNO.EIO], [102, ERRNO.EIO],
  ]) {
    const failing = answering(there);
    assert.deepEqual([failing.lock(1, 1, 1, 1), failing.processLock(1, 1, 1, 1)], [here, here]);
    if (there === 0) continue;
    const negative = answering(-there);
    assert.deepEqual([negative.holder(1, 1, 1, 1), negative.processHolder(1, 1, 1, 1)], [-here, -here]);
  }
  const held = answering(LOCK_WRITE);
  assert.deepEqual([held.holder(1, 1, 1, 1), held.processHolder(1, 1, 1, 1)], [LOCK_WRITE, LOCK_WRITE]);
});

/** Copies the package with this system's shim as the shim for macOS. @param {import('node:test').TestContext} t */
function copyForMacOs(t) {
  const folder = scratchFolder(t).file('package');
  fs.cpSync(PACKAGES.ours, folder, { recursive: true });
  const [here, there] = ['linux', 'darwin'].map((system) => `${system}-${process.arch}.node`);
  const shims = path.join(folder, 'shim');
  fs.copyFileSync(path.join(shims, here), path.join(shims, there));
  const list = path.join(folder, 'lib', 'generated', 'shims.js');
  fs.appendFileSync(list, `exports.SHIMS['${there}'] = exports.SHIMS['${here}'];\n`);
  return folder;
}

test('on macOS the shim is used only if it is asked for and passes the self-test', async (t) => {
  const folder = copyForMacOs(t);
  const args = ['--require', path.join(__dirname, 'support', 'pretend-macos.js')];
  /** @param {Record<string, string>} env */
  const start = (env) => startPeer(t, 'ours', { folder, args, env });
  assert.equal((await start({ ANYSQLITE_LOCKS: '' }).ask('facts')).locks, 'exclusive');
  const { file } = scratchFolder(t);
  const shim = start({ ANYSQLITE_LOCKS: 'shim' });
  await shim.open(file('test.db'));
  await shim.exec('pragma journal_mode = wal; create table t (a); insert into t values (1); begin immediate');
  assert.equal((await shim.ask('facts')).locks, 'shim');
  const native = startPeer(t, 'native');
  await native.open(file('test.db'));
  assert.equal(await Peer.code(native.exec('insert into t values (2)')), 'SQLITE_BUSY');
  await shim.exec('commit');
  await native.exec('begin immediate');
  assert.equal(await Peer.code(shim.exec('insert into t values (3)')), 'SQLITE_BUSY', 'the errno is translated');
  const broken = start({ ANYSQLITE_LOCKS: 'shim', BREAK_LOCKS: '1' });
  const refusal = /ANYSQLITE_LOCKS is "shim", which does not work here.*visible to POSIX's locks/;
  await assert.rejects(broken.open(file('test.db')), refusal);
});
