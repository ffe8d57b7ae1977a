'use strict';

// How the guest reaches the WAL index that processes share.

const { process } = require('../../intrinsics');

/** @import { ByteRangeLocks, Views } from './contract' */

/**
 * `view`: the lock addon's views of the `-shm` file. `copied`: the file itself, by reads and writes. `heap`: the index
 * is in the guest's memory, because the instance owns each database whole.
 * @typedef {'view' | 'copied' | 'heap'} WalIndex
 */

/** @param {ByteRangeLocks | Views} tier @returns {tier is Views} */
const hasViews = (tier) => 'viewOpen' in tier;

/**
 * Returns the way that the locks of a tier allow, or the one that ANYSQLITE_WAL_INDEX names, with the functions that it
 * needs.
 * @param {ByteRangeLocks | null} locks
 * @returns {{ walIndex: WalIndex, views: Views | null }}
 */
function chooseWalIndex(locks) {
  const requested = process.env.ANYSQLITE_WAL_INDEX;
  // Windows refuses reads and writes of locked bytes, of which the index has some.
  const preferred = process.platform === 'win32' ? 'view' : 'copied';
  const wanted = requested || (locks === null ? 'heap' : preferred);
  if (wanted === 'heap' && locks === null) return { walIndex: 'heap', views: null };
  if (wanted === 'view' && locks !== null && hasViews(locks)) return { walIndex: 'view', views: locks };
  if (wanted === 'copied' && locks !== null && preferred === 'copied') return { walIndex: 'copied', views: null };
  throw new Error(`ANYSQLITE_WAL_INDEX is "${wanted}", which does not work here. Unset it to use what does.`);
}

exports.chooseWalIndex = chooseWalIndex;
