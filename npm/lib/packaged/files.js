'use strict';

// Finds the package's own files. A file of the package finds them in the package, which is as trustworthy as the file
// itself. Code in a bundle finds them only beside the bundle, by digests inside the code: anyone may be able to write
// to the folders above a bundle.

const { existsSync, readFileSync } = require('node:fs');
const { isAbsolute, join, sep } = require('node:path');
const { name: NAME, version: VERSION } = require('../../package.json');
const { JSON } = require('../intrinsics');

/** The path of this file in the package. */
const OWN_PATH = join('lib', 'packaged', 'files.js');

/** Returns whether the folder two above this code is this package. */
function isInThisPackage() {
  try {
    const manifest = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'));
    return manifest.name === NAME && manifest.version === VERSION;
  } catch (error) {
    // Without descriptors or memory nothing is known: the next attempt may succeed.
    if (require('../scarcity').isTransient(error)) throw error;
    return false;
  }
}

/**
 * Finds out whether this code runs from a bundle instead of the package. In a bundle `__filename` is missing, or the
 * path of another file, or that of this file on the building machine; and the module object that bundlers make has no
 * path.
 */
function runsFromBundle() {
  const { filename } = /** @type {{ filename?: string }} */ (/** @type {unknown} */ (module));
  if (typeof __filename === 'undefined' || filename !== __filename) return true;
  return !__filename.endsWith(sep + OWN_PATH) || !isInThisPackage();
}

/** @type {boolean | undefined} */
let bundled;

/** Returns whether this code runs from a bundle instead of the package. */
function isBundled() {
  bundled ??= runsFromBundle();
  return bundled;
}

/** Throws unless this code comes from a file. The folder of other code is "." (`node -e`), which could be any. */
function requireFile() {
  if (!isAbsolute(__dirname)) throw new Error('the bundle does not run from a file, so nothing lies beside it');
}

/**
 * Returns where a file lies beside a bundle: in its folder, as a user copies it, or in the folder of the bundle itself,
 * as bundlers copy assets. If it is missing, returns the first of these.
 * @param {string} inFolder
 * @param {string} flat
 */
function besideBundle(inFolder, flat) {
  requireFile();
  return !existsSync(inFolder) && existsSync(flat) ? flat : inFolder;
}

// Tracers of files understand paths that are made of `__dirname` and literals.

/**
 * Returns the path of a lock addon.
 * @param {string} name
 */
function shimPath(name) {
  if (!isBundled()) return join(__dirname, '..', '..', 'shim', name);
  return besideBundle(join(__dirname, 'shim', name), join(__dirname, name));
}

/** Returns the path of the WebAssembly module. */
function modulePath() {
  if (!isBundled()) return join(__dirname, '..', '..', 'wasm', 'sqlite.wasm');
  return besideBundle(join(__dirname, 'wasm', 'sqlite.wasm'), join(__dirname, 'sqlite.wasm'));
}

/** Returns the path of the doctor, which a bundle does not have. */
const doctorPath = () => join(__dirname, '..', '..', 'bin', 'doctor.js');

/**
 * Returns the folder where a build of this repository puts the addon with wasmtime, undefined in a bundle. The package
 * does not contain that folder.
 */
function builtAddonFolder() {
  return isBundled() ? undefined : join(__dirname, '..', '..', 'wasmtime');
}

/**
 * Returns the SHA-256 of a file's content, in hexadecimal.
 * @param {Uint8Array} content
 */
function sha256(content) {
  // Loaded late, because that takes milliseconds.
  const { createHash } = require('node:crypto');
  return createHash('sha256').update(content).digest('hex');
}

module.exports = { builtAddonFolder, doctorPath, isBundled, modulePath, sha256, shimPath };
