'use strict';

// The host calls of the guest's hot paths, by the lock addon: the guest imports its functions, without JavaScript
// between. They are bounds-checked, and know which descriptors are the guest's.

const { Object, process } = require('../../intrinsics');
const { isTested } = require('./tested');
const { lockTier } = require('./tier');

/** @import { Imports } from '../../generated/abi' */
/** @import { FileCalls, FileCallsOfGuest } from './contract' */

/** @typedef {'addon' | 'node'} FilesBy what makes the calls: the addon, or node:fs */

/** @param {object | null} locks @returns {locks is FileCalls} */
const hasFileCalls = (locks) => locks !== null && 'files' in locks;

/** Returns the addon if it is to make the calls, or null. */
function chosenAddon() {
  const { locks } = lockTier();
  const wanted = process.env.ANYSQLITE_FILES || (isTested() && hasFileCalls(locks) ? 'addon' : 'node');
  if (wanted === 'node') return null;
  if (wanted === 'addon' && hasFileCalls(locks)) return locks;
  throw new Error(`the calls of files cannot be made by "${wanted}" here; unset ANYSQLITE_FILES`);
}

/** Returns what makes the calls. @returns {FilesBy} */
const filesBy = () => (chosenAddon() === null ? 'node' : 'addon');

/**
 * Returns a function of the addon as an import: one of Node-API has no `length`.
 * @template {(a: number, b: number, c: number, d: number) => number} T
 * @param {T} call
 */
const asImport = (call) => Object.defineProperty(call, 'length', { value: 4 });

/**
 * Makes the functions of one guest, null if node:fs makes the calls.
 * @returns {{
 *   guest: FileCallsOfGuest,
 *   imports: Pick<Imports, 'fd_read' | 'fd_write' | 'fd_lock' | 'fd_lock_conflict'>,
 * } | null}
 */
function fileCalls() {
  const addon = chosenAddon();
  if (addon === null) return null;
  const guest = /** @type {FileCallsOfGuest} */ ({});
  if (addon.files(0, guest) !== 0) {
    if (process.env.ANYSQLITE_FILES) throw new Error('the lock addon cannot make the calls of files here');
    return null;
  }
  const { holder, lock, read, write } = guest;
  const imports = {
    fd_read: asImport(read), fd_write: asImport(write), fd_lock: asImport(lock), fd_lock_conflict: asImport(holder),
  };
  return { guest, imports };
}

module.exports = { fileCalls, filesBy };
