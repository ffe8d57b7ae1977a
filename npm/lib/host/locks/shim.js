'use strict';

// Byte-range locks by a small Node-API addon. It is machine code, and a damaged addon kills the process that loads it,
// so its content is compared first with the one that is part of this code. (A digest would take longer: node:crypto
// loads in milliseconds.)

const { readFileSync } = require('node:fs');
const { SHIMS } = require('../../generated/shims');
const { Buffer, Object, process } = require('../../intrinsics');
const { shimPath } = require('../../packaged/files');

/** @import { LockShim } from './contract' */
/** @import { Files, Step } from './self-test' */

/**
 * Returns the path of the addon for this platform, after checking its content.
 * @returns {string}
 */
function verifiedFile() {
  const name = `${process.platform}-${process.arch}.node`;
  if (!Object.hasOwn(SHIMS, name)) throw new Error(`there is no lock shim for ${process.platform} on ${process.arch}`);
  const file = shimPath(name);
  if (!Buffer.from(SHIMS[name](), 'base64').equals(readFileSync(file))) {
    throw new Error(`${file} is damaged; install the package again`);
  }
  return file;
}

/**
 * Translates the system's errnos to Linux's.
 * @param {LockShim} shim
 */
function withErrnos(shim) {
  // Loaded late, because Linux and Windows need none of it.
  const { constants } = require('node:os');
  return require('./errno-of-system').translated(shim, constants.errno);
}

/**
 * Returns the addon if its locks pass their test.
 * @param {LockShim} shim
 * @param {(shim: LockShim, files: Files) => Step[]} proof
 */
function proven(shim, proof) {
  require('./self-test').proveLocks(shim, proof);
  return shim;
}

/**
 * Loads the addon by process.dlopen, because bundlers follow `require` of a .node file and fail without a rule for it.
 * @returns {LockShim}
 */
function loadShim() {
  const addon = { exports: /** @type {any} */ ({}) };
  process.dlopen(addon, verifiedFile());
  if (process.platform === 'linux') return addon.exports;
  if (addon.exports.lock === undefined) throw new Error('this program lacks functions of Node that the addon needs');
  // The tests of this package have run on Linux, and on Windows under Wine only.
  if (process.platform === 'win32') return proven(addon.exports, require('./windows-proof').windowsProof);
  return proven(withErrnos(addon.exports), require('./posix-proof').posixProof);
}

module.exports = { loadShim };
