'use strict';

// Runs the self-test of the lock addon on locks of the tests.

const assert = require('node:assert/strict');
const os = require('node:os');
const path = require('node:path');
const { PACKAGES } = require('../../support/packages');
const { scratchFolder } = require('../../support/scratch-folder');

const LOCKS = path.join(PACKAGES.ours, 'lib', 'host', 'locks');
const { proveLocks } = require(path.join(LOCKS, 'self-test.js'));

/** @import { LockShim } from '../../../npm/lib/host/locks/contract' */
/** @import { Files, Step } from '../../../npm/lib/host/locks/self-test' */

/**
 * Runs the self-test in a scratch folder, in which it must leave nothing.
 * @param {import('node:test').TestContext} t
 * @param {LockShim} locks
 * @param {(shim: LockShim, files: Files) => Step[]} proof
 */
function prove(t, locks, proof) {
  const { folder, list } = scratchFolder(t);
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    assert.equal(os.tmpdir(), folder);
    proveLocks(locks, proof);
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    assert.deepEqual(list(), [], 'the self-test leaves no files');
  }
}

module.exports = { LOCKS, prove };
