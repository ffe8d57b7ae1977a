'use strict';

// Byte-range locks by a small Node-API addon. A damaged addon kills the process that loads it, so its digest is checked
// first.

const { existsSync, readFileSync } = require('node:fs');
const { constants } = require('node:os');
const { join } = require('node:path');
const { JSON, Object, process } = require('../../intrinsics');
const { translated } = require('./errno-of-system');
const { proveLocks } = require('./self-test');

/** @import { LockShim } from './contract' */

/** Returns the folder of the addons: in this package or, if this code was bundled, beside the bundle. */
function folder() {
  const besideBundle = join(__dirname, 'shim');
  return existsSync(besideBundle) ? besideBundle : join(__dirname, '..', '..', '..', 'shim');
}

/**
 * Returns the path of the addon for this platform, after checking its content.
 * @returns {string}
 */
function verifiedFile() {
  const from = folder();
  const name = `${process.platform}-${process.arch}.node`;
  /** @type {Record<string, { bytes: number, sha256: string }>} */
  const manifest = JSON.parse(readFileSync(join(from, 'manifest.json'), 'utf8'));
  if (!Object.hasOwn(manifest, name)) {
    throw new Error(`there is no lock shim for ${process.platform} on ${process.arch}`);
  }
  const file = join(from, name);
  const content = readFileSync(file);
  const { bytes, sha256 } = manifest[name];
  const { createHash } = require('node:crypto');
  if (content.length !== bytes || createHash('sha256').update(content).digest('hex') !== sha256) {
    throw new Error(`${file} is damaged; install the package again`);
  }
  return file;
}

/**
 * Loads the addon by process.dlopen, because bundlers follow `require` of a .node file and fail without a rule for it.
 * @returns {LockShim}
 */
function loadShim() {
  const addon = { exports: /** @type {any} */ ({}) };
  process.dlopen(addon, verifiedFile());
  if (process.platform === 'linux') return addon.exports;
  const shim = translated(addon.exports, constants.errno);
  // The tests of this package have run on Linux only.
  proveLocks(shim);
  return shim;
}

module.exports = { loadShim };
