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

/** @typedef {Pick<Imports, 'fd_read' | 'fd_write' | 'fd_size' | 'fd_lock' | 'fd_lock_conflict'>} OnDescriptors */
/** @typedef {OnDescriptors & Partial<Pick<Imports, 'path_access' | 'file_steps'>>} FileImports */

/**
 * Returns a function of the addon as an import: one of Node-API has no `length`.
 * @template {(...values: any[]) => number} T
 * @param {T} call
 * @param {number} length
 */
const asImport = (call, length) => Object.defineProperty(call, 'length', { value: length });

/** Returns whether this process may know of every path: the addon asks neither Node's permission model nor Deno's. */
function mayAskAboutPaths() {
  const { Deno } = /** @type {any} */ (globalThis);
  if (Deno === undefined) return process.permission === undefined;
  const { partial, state } = Deno.permissions.querySync({ name: 'read' });
  return state === 'granted' && !partial;
}

/**
 * @param {FileCallsOfGuest} guest
 * @returns {FileImports}
 */
function importsOf({ access, holder, lock, read, size, steps, write }) {
  const onDescriptors = {
    fd_read: asImport(read, 4), fd_write: asImport(write, 4), fd_size: asImport(size, 1),
    fd_lock: asImport(lock, 4), fd_lock_conflict: asImport(holder, 4),
  };
  if (!mayAskAboutPaths()) return onDescriptors;
  return { ...onDescriptors, path_access: asImport(access, 3), file_steps: asImport(steps, 2) };
}

/**
 * Makes the functions of one guest, null if node:fs makes the calls.
 * @returns {{ guest: FileCallsOfGuest, imports: FileImports } | null}
 */
function fileCalls() {
  const addon = chosenAddon();
  if (addon === null) return null;
  const guest = /** @type {FileCallsOfGuest} */ ({});
  if (addon.files(0, guest) !== 0) {
    if (process.env.ANYSQLITE_FILES) throw new Error('the lock addon cannot make the calls of files here');
    return null;
  }
  return { guest, imports: importsOf(guest) };
}

module.exports = { fileCalls, filesBy };
