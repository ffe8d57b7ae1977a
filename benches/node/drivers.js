'use strict';

// The libraries that are measured. `open` returns a database with those methods of better-sqlite3 that the trials use;
// `files` is false for a library that cannot write to files.

/**
 * @typedef {object} Driver
 * @property {(path: string) => any} open
 * @property {boolean} [files]
 * @property {NodeJS.ProcessEnv} [env] environment variables for its process
 */

/** @param {string} module @returns {(path: string) => any} */
const betterSqlite3 = (module) => (path) => new (require(module))(path);

/** @type {Record<string, Driver>} */
module.exports = {
  anysqlite: { open: betterSqlite3('../../npm') },
  'anysqlite on wasmtime': { open: betterSqlite3('../../npm'), env: { ANYSQLITE_ENGINE: 'wasmtime' } },
  'better-sqlite3 13.2.0': { open: betterSqlite3('better-sqlite3') },
  'better-sqlite3 12.11.1': { open: betterSqlite3('better-sqlite3-12') },
  'node:sqlite': { open: (path) => require('./adapters/node-sqlite').open(path) },
  'node-sqlite3-wasm': { open: (path) => require('./adapters/node-sqlite3-wasm').open(path) },
  'sql.js': { open: (path) => require('./adapters/sql-js').open(path), files: false },
};
