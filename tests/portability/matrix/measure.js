'use strict';

// What a target does with the package.

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { PACKAGES } = require('../../support/packages.js');
const { damagedAddons } = require('./damaged-addons.js');
const { runProgram } = require('./run.js');

/** Native better-sqlite3 on this runtime has the results that every target must have. */
const REFERENCE = 'node24';

/** @typedef {{ parts: Record<string, unknown>, runtime: string, cpu: string, endianness: string, tier: string,
 *   reasons: Record<string, string> }} Found */
/** @typedef {{ target: string, digest: string, found?: Found, failure?: string, addons?: { survived: number,
 *   of: number, failures: string[] } }} Measured */

/** @param {unknown} value */
const digestOf = (value) => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

/** Runs a function with a folder, which is removed afterwards. @template T @param {(folder: string) => Promise<T>} use */
async function inFolder(use) {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'anysqlite-matrix-')));
  try {
    return await use(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs every part on a target.
 * @param {string} target
 * @param {string} packageFolder
 * @returns {Promise<Measured>}
 */
const measureParts = (target, packageFolder) => inFolder(async (folder) => {
  const data = path.join(folder, 'data');
  fs.mkdirSync(data);
  const argsOf = (/** @type {string} */ result, /** @type {string} */ options) => [packageFolder, data, result, options];
  const { result, failure } = await runProgram(target, 'program.js', folder, argsOf);
  return { target, digest: result === undefined ? '' : digestOf(result.parts), found: result, failure };
});

/** Runs every part on a target, and the package among foreign and damaged addons. @param {string} target */
async function measure(target) {
  const measured = await measureParts(target, PACKAGES.ours);
  if (measured.found) measured.addons = await inFolder((folder) => damagedAddons(target, folder));
  return measured;
}

/** Returns what native better-sqlite3 does. */
const measureNative = () => measureParts(REFERENCE, PACKAGES.native);

/**
 * Returns the parts whose results differ.
 * @param {Measured} measured
 * @param {Measured} native
 */
function differences({ found }, native) {
  if (!found || !native.found) return [];
  const { parts } = native.found;
  return Object.keys(parts).filter((part) => digestOf(parts[part]) !== digestOf(found.parts[part]));
}

module.exports = { differences, inFolder, measure, measureNative, measureParts };
