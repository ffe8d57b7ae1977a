'use strict';

// The self-test of the lock addon on Windows. What it asks for holds of Linux's locks, too, so that here it runs on
// those, and on locks and views that are broken in every way that would cost data. Under Wine it runs whenever the
// package loads its addon.

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { PACKAGES } = require('../support/packages');
const { LOCKS, prove } = require('./support/prove-locks');

/** @import { LockShim } from '../../npm/lib/host/locks/contract' */

const { loadShim } = require(path.join(LOCKS, 'shim.js'));
const { windowsProof } = require(path.join(LOCKS, 'windows-proof.js'));
const { ERRNO, LOCK_NONE, LOCK_READ, LOCK_WRITE } = require(path.join(PACKAGES.ours, 'lib', 'generated', 'abi.js'));

/** @type {LockShim} */
const shim = loadShim();

test('working locks pass the self-test of Windows', (t) => prove(t, shim, windowsProof));

/** Returns locks after a change of every call. @param {(call: LockShim['lock']) => LockShim['lock']} change */
const changeAll = (change) => ({ lock: change(shim.lock), holder: change(shim.holder) });

/** @type {Record<string, [Partial<LockShim>, RegExp]>} */
const FAULTS = {
  'locks that always succeed': [{ lock: () => 0 }, /it is visible through another descriptor/],
  'locks that are always refused': [{ lock: () => ERRNO.EAGAIN }, /a write lock can be had/],
  'queries that report no lock': [{ holder: () => LOCK_NONE }, /it is visible through another descriptor/],
  'locks of the whole file': [
    changeAll((call) => (file, kind) => call(file, kind, 0, 0)), /it leaves the next byte free/,
  ],
  'offsets cut to 32 bits': [
    changeAll((call) => (file, kind, offset, length) => call(file, kind, offset % 2 ** 32, length)),
    /a byte beyond 4 GB/,
  ],
  'read locks that exclude each other': [
    { lock: (file, kind, ...range) => shim.lock(file, kind === LOCK_NONE ? kind : LOCK_WRITE, ...range) },
    /a read lock allows another/,
  ],
  'write locks that allow readers': [
    { lock: (file, kind, ...range) => shim.lock(file, kind === LOCK_NONE ? kind : LOCK_READ, ...range) },
    /it is visible through another descriptor/,
  ],
  'locks that are never released': [
    { lock: (file, kind, ...range) => (kind === LOCK_NONE ? 0 : shim.lock(file, kind, ...range)) },
    /a write lock can be had again/,
  ],
  'an error for a lock that does not exist': [
    { lock: (file, kind, ...range) => (kind === LOCK_NONE ? ERRNO.EIO : shim.lock(file, kind, ...range)) },
    /it is given up/,
  ],
  'locks of the process': [
    { lock: shim.processLock, holder: shim.processHolder }, /it is visible through another descriptor/,
  ],
  'views that cannot be opened': [{ viewOpen: () => -ERRNO.EACCES }, /views of a file agree/],
  'views that keep what is written to themselves': [{ viewWrite: () => 0 }, /views of a file agree/],
};

for (const [name, [change, reason]] of Object.entries(FAULTS)) {
  test(`the self-test of Windows rejects ${name}`, (t) => {
    assert.throws(() => prove(t, { ...shim, ...change }, windowsProof), reason);
  });
}
