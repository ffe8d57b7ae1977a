'use strict';

// How the guest reaches the WAL index that processes share.

const { process } = require('../../intrinsics');
const { canMap } = require('./tested');

/** @import { ByteRangeLocks, Mappings, Views } from './contract' */

/**
 * `mapped`: the lock addon or the engine wasmtime maps the `-shm` file into the guest's memory, or the guest copies
 * where the file system does not allow that. `view`: the lock addon's views of the `-shm` file. `copied`: the file
 * itself, by reads and writes. `heap`: the index is in the guest's memory, because the instance owns each database
 * whole.
 * @typedef {'mapped' | 'view' | 'copied' | 'heap'} WalIndex
 */

/** @param {ByteRangeLocks | Views} tier @returns {tier is Views} */
const hasViews = (tier) => 'viewOpen' in tier;

/** @param {ByteRangeLocks | Mappings} tier @returns {tier is Mappings} */
const hasMappings = (tier) => 'map' in tier && canMap();

/** @param {ByteRangeLocks | null} locks */
function usual(locks) {
  if (locks === null) return 'heap';
  // Windows refuses reads and writes of locked bytes, of which the index has some.
  if (process.platform === 'win32') return 'view';
  return hasMappings(locks) ? 'mapped' : 'copied';
}

/**
 * Returns the way that the locks of a tier allow, or the one that ANYSQLITE_WAL_INDEX names, with the functions that it
 * needs.
 * @param {ByteRangeLocks | null} locks
 * @returns {{ walIndex: WalIndex, mappings: Mappings | null, views: Views | null }}
 */
function chooseWalIndex(locks) {
  const [mappings, views] = [null, null];
  const wanted = process.env.ANYSQLITE_WAL_INDEX || usual(locks);
  if (wanted === 'heap' && locks === null) return { walIndex: 'heap', mappings, views };
  if (locks !== null) {
    if (wanted === 'mapped' && hasMappings(locks)) return { walIndex: 'mapped', mappings: locks, views };
    if (wanted === 'view' && hasViews(locks)) return { walIndex: 'view', mappings, views: locks };
    if (wanted === 'copied' && process.platform !== 'win32') return { walIndex: 'copied', mappings, views };
  }
  throw unusable(wanted);
}

/**
 * Returns the way of the engine wasmtime, or the one that ANYSQLITE_WAL_INDEX names. The tests have let wasmtime map
 * files on x64 only.
 * @param {boolean} mapsFiles whether the engine can map files
 * @returns {'mapped' | 'copied'}
 */
function chooseWalIndexOfWasmtime(mapsFiles) {
  const wanted = process.env.ANYSQLITE_WAL_INDEX || (mapsFiles && process.arch === 'x64' ? 'mapped' : 'copied');
  if (wanted === 'copied' || (wanted === 'mapped' && mapsFiles)) return wanted;
  throw unusable(wanted);
}

/** @param {string} wanted */
const unusable = (wanted) => new Error(
  `ANYSQLITE_WAL_INDEX is "${wanted}", which does not work here. Unset it to use what does.`);

module.exports = { chooseWalIndex, chooseWalIndexOfWasmtime };
