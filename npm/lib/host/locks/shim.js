'use strict';

// Byte-range locks by a small Node-API addon. It is machine code, and a damaged addon kills the process that loads it,
// so its digest is checked first, against the one that is part of this code.

const { readFileSync } = require('node:fs');
const { constants } = require('node:os');
const { SHIMS } = require('../../generated/shims');
const { Object, process } = require('../../intrinsics');
const { sha256, shimPath } = require('../../packaged/files');

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
  const content = readFileSync(file);
  const expected = SHIMS[name];
  if (content.length !== expected.bytes || sha256(content) !== expected.sha256) {
    throw new Error(`${file} is damaged; install the package again`);
  }
  return file;
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
  const shim = require('./errno-of-system').translated(addon.exports, constants.errno);
  return proven(shim, require('./posix-proof').posixProof);
}

module.exports = { loadShim };
