'use strict';

// The lock tier of this process: the first that works, or the one that ANYSQLITE_LOCKS names.

const { closeSync, openSync } = require('node:fs');
const { endianness } = require('node:os');
const { LOCK_NONE, LOCK_READ } = require('../../generated/abi');
const { Object, process, String } = require('../../intrinsics');
const { adviceFor, isTransient } = require('../../scarcity');
const { loadShim } = require('./shim');
const { chooseWalIndex } = require('./wal-index');

/** @import { ByteRangeLocks, Views } from './contract' */

/** @typedef {'shim' | 'ffi' | 'exclusive'} TierName */
/** @typedef {import('./wal-index').WalIndex} WalIndex */
/** @typedef {{ name: TierName, locks: ByteRangeLocks | null }} Tier */
/** @typedef {Tier & { walIndex: WalIndex, views: Views | null }} CompleteTier */

/** @type {Record<string, () => ByteRangeLocks | null>} */
const TIERS = {
  shim: loadShim,
  // Loaded late, because few programs need it.
  ffi: () => require('./foreign-functions').loadForeignFunctions(),
  exclusive: () => null,
};

/**
 * Tiers that the tests of this package have not run with, by `process.platform`. Only ANYSQLITE_LOCKS turns them on.
 * @type {Record<string, TierName[]>}
 */
const UNTESTED = { darwin: ['shim'] };

/**
 * Why each skipped tier is unavailable (diagnostics).
 * @type {Record<string, string>}
 */
const reasons = {};

/** @type {CompleteTier | undefined} */
let chosen;

/**
 * Throws unless the system has these locks: Linux before 3.15 lacks them, and so do some emulations of Linux.
 * @param {ByteRangeLocks} locks
 */
function prove(locks) {
  const file = openSync(process.execPath, 'r');
  try {
    const errno = locks.lock(file, LOCK_READ, 0, 1);
    if (errno !== 0) throw new Error(`the system refused a lock (errno ${errno})`);
    locks.lock(file, LOCK_NONE, 0, 1);
  } finally {
    closeSync(file);
  }
}

/** @param {TierName} name */
function load(name) {
  const locks = TIERS[name]();
  if (locks !== null) {
    // Native SQLite keeps the words of the WAL index in the CPU's byte order, the guest in little-endian order.
    if (endianness() !== 'LE') {
      throw new Error('this CPU is big-endian, and the WAL index could not be shared with native SQLite');
    }
    prove(locks);
  }
  return { name, locks };
}

/** @param {string} name */
function loadForced(name) {
  if (!Object.hasOwn(TIERS, name)) {
    throw new Error(`ANYSQLITE_LOCKS is "${name}": set it to one of ${Object.keys(TIERS).join(', ')}, or not at all`);
  }
  try {
    return load(/** @type {TierName} */ (name));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `ANYSQLITE_LOCKS is "${name}", which does not work here: ${reason}. Unset it to use what does.`,
      { cause: error },
    );
  }
}

/** @param {TierName} name */
function loadUnnamed(name) {
  if (UNTESTED[process.platform]?.includes(name)) {
    throw new Error(`untested on ${process.platform}: only ANYSQLITE_LOCKS=${name} turns it on`);
  }
  return load(name);
}

/** @returns {Tier} */
function loadFirst() {
  for (const name of /** @type {TierName[]} */ (['shim', 'ffi'])) {
    try {
      return loadUnnamed(name);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      // Other processes may share the file: what fails for want of descriptors now must not decide for good.
      if (isTransient(error)) {
        throw new Error(`anysqlite cannot choose its locks (${reason}). ${adviceFor(error)}`, { cause: error });
      }
      reasons[name] = reason;
    }
  }
  return load('exclusive');
}

/** Returns the tier in force, chosen at the first call. */
function lockTier() {
  if (chosen === undefined) {
    const forced = process.env.ANYSQLITE_LOCKS;
    const tier = forced === undefined || forced === '' ? loadFirst() : loadForced(forced);
    chosen = { ...tier, ...chooseWalIndex(tier.locks) };
  }
  return chosen;
}

module.exports = { lockTier, reasons };
