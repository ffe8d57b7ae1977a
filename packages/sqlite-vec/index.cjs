'use strict';

const path = require('node:path');

/** A module with a SIMD instruction, which an engine without SIMD finds invalid. */
const SIMD = new Uint8Array([
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, // the header
  1, 4, 1, 0x60, 0, 0, // the type of a function without parameters and results
  3, 2, 1, 0, // one function of that type
  10, 9, 1, 7, 0, 0x41, 0, 0xfd, 15, 0x1a, 0x0b, // i32.const 0, i8x16.splat, drop
]);

/** @type {string | undefined} */
let loadable;

/**
 * Returns the path of the extension: of the file with SIMD instructions where the engine executes them, else of the
 * other one.
 * @returns {string}
 */
function getLoadablePath() {
  if (loadable === undefined) {
    const simd = typeof WebAssembly === 'object' && WebAssembly.validate(SIMD);
    loadable = simd ? path.join(__dirname, 'vec0.simd.wasm') : path.join(__dirname, 'vec0.wasm');
  }
  return loadable;
}

/**
 * Loads the extension into a connection. Throws what `loadExtension()` throws; if the connection is not one of
 * `@anysqlite/better-sqlite3`, an error that says so.
 * @param {import('./index.js').Db} db
 */
function load(db) {
  try {
    db.loadExtension(getLoadablePath());
  } catch (error) {
    if (/** @type {{ anysqlite?: unknown }} */ (db?.constructor)?.anysqlite) throw error;
    throw new Error('Only @anysqlite/better-sqlite3 loads this extension, which is WebAssembly. For native '
      + 'better-sqlite3 and node:sqlite install the npm package sqlite-vec itself.', { cause: error });
  }
}

module.exports = { getLoadablePath, load };
