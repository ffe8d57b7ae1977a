'use strict';

// The libraries that are measured. `open` returns a database with those methods of better-sqlite3 that the trials use.

const { REFERENCE } = require('./reference');

/**
 * @typedef {object} Driver
 * @property {(path: string) => any} open
 * @property {Record<string, string>} [lacks] what the library cannot do (`needs` of a trial, or `files`), and why
 * @property {NodeJS.ProcessEnv} [env] environment variables for its process
 */

/** @param {string} module @returns {(path: string) => any} */
const betterSqlite3 = (module) => (path) => new (require(module))(path);

/** The package as applications install it, if it is there: `cargo xtask bench` does so. */
const PACKAGE = process.env.ANYSQLITE_PACKAGE ?? '../../npm';

const OTHER_API = 'has an API of its own';

/** @type {Record<string, Driver>} */
module.exports = {
  anysqlite: { open: betterSqlite3(PACKAGE) },
  'anysqlite on wasmtime': { open: betterSqlite3('../../npm'), env: { ANYSQLITE_ENGINE: 'wasmtime' } },
  'better-sqlite3': { open: betterSqlite3(REFERENCE) },
  'node:sqlite': {
    open: (path) => require('./adapters/node-sqlite').open(path),
    lacks: { 'better-sqlite3': OTHER_API },
  },
  'node-sqlite3-wasm': {
    open: (path) => require('./adapters/node-sqlite3-wasm').open(path),
    lacks: {
      'better-sqlite3': OTHER_API, rtree: 'compiled without R-Tree', threads: 'does not wait for a lock',
    },
  },
  'sql.js': {
    open: (path) => require('./adapters/sql-js').open(path),
    lacks: {
      'better-sqlite3': OTHER_API, files: 'keeps databases in memory', rtree: 'compiled without R-Tree',
      fts5: 'compiled without FTS5',
    },
  },
};
