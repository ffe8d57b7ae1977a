'use strict';

// Finds native better-sqlite3, and loads nothing of its machine code.

const { readFileSync, realpathSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname, join } = require('node:path');
const { version: VERSION } = require('../../package.json');
const { JSON, process } = require('../intrinsics');
const { sha256 } = require('../packaged/files');

/** The names under which an application may install it. The first one may be this package, by an alias. */
const NAMES = ['better-sqlite3', 'better-sqlite3-native'];

/** The name in its manifest, which this package does not have. */
const OWN_NAME = 'better-sqlite3';

/** @param {string} version */
const majorOf = (version) => version.split('.', 1)[0];

/**
 * @typedef {object} Native
 * @property {string} folder of the package
 * @property {string} version
 * @property {string} addon path of its machine code
 * @property {string} digest SHA-256 of that
 */

/** @typedef {{ reason: string }} Missing a sentence that says why there is none, without its full stop */

/** Returns the files whose folders are searched, and those above them: the program's main file and this one. */
function searchedFrom() {
  const [, main] = process.argv;
  if (main === undefined) return [__filename];
  try {
    return [realpathSync(main), __filename];
  } catch {
    return [__filename];
  }
}

/**
 * Returns the path of a package's manifest, undefined if the package is not installed there.
 * @param {string} from
 * @param {string} name
 */
function manifestOf(from, name) {
  try {
    return createRequire(from).resolve(`${name}/package.json`);
  } catch {
    return undefined;
  }
}

/** Returns the folder and the version of each copy. */
function copies() {
  const found = [];
  for (const from of searchedFrom()) {
    for (const path of NAMES.map((name) => manifestOf(from, name))) {
      if (path === undefined) continue;
      const { name, version } = JSON.parse(readFileSync(path, 'utf8'));
      if (name === OWN_NAME) found.push({ folder: dirname(path), version: /** @type {string} */ (version) });
    }
  }
  return found;
}

/**
 * Returns the path of the machine code that a copy would load, undefined if it has none for this platform.
 * @param {string} folder
 */
function addonOf(folder) {
  const load = createRequire(join(folder, 'package.json'));
  for (const kind of ['Debug', 'Release']) {
    try {
      return load.resolve(`./build/${kind}/better_sqlite3.node`);
    } catch {
      // Not compiled.
    }
  }
  // A file without machine code, which tells C libraries apart as the package itself does.
  return /** @type {string | null} */ (load('./lib/binding.js').getPrebuildPath()) ?? undefined;
}

/**
 * Returns native better-sqlite3 as the application would load it.
 * @returns {Native | Missing}
 */
function findNative() {
  const all = copies();
  const copy = all.find(({ version }) => majorOf(version) === majorOf(VERSION));
  if (copy === undefined) {
    if (all.length === 0) return { reason: 'better-sqlite3 is not installed' };
    return { reason: `better-sqlite3 ${all[0].version} is installed, but this package has the API of ${VERSION}` };
  }
  const addon = addonOf(copy.folder);
  if (addon === undefined) {
    return { reason: `better-sqlite3 ${copy.version} has no binary for ${process.platform} on ${process.arch}` };
  }
  return { ...copy, addon, digest: sha256(readFileSync(addon)) };
}

module.exports = { findNative };
