'use strict';

// The libraries that are measured. `open` returns a database with those methods of better-sqlite3 that the trials use.

/**
 * @typedef {object} Driver
 * @property {(path: string) => any} open
 * @property {Record<string, string>} [lacks] what the library cannot do (`needs` of a trial, or `files`), and why
 * @property {NodeJS.ProcessEnv} [env] environment variables for its process
 */

/** @param {string} module @returns {(path: string) => any} */
const betterSqlite3 = (module) => (path) => new (require(module))(path);

/** The reference, native better-sqlite3: version 13 needs Node 22. */
const REFERENCE = Number.parseInt(process.versions.node, 10) < 22 ? 'better-sqlite3-12' : 'better-sqlite3';

/** The package as applications install it, if it is there: `cargo xtask bench` does so. */
const PACKAGE = process.env.ANYSQLITE_PACKAGE ?? '../../npm';

/** @type {Record<string, Driver>} */
module.exports = {
  anysqlite: { open: betterSqlite3(PACKAGE) },
  'anysqlite on wasmtime': { open: betterSqlite3('../../npm'), env: { ANYSQLITE_ENGINE: 'wasmtime' } },
  'better-sqlite3': { open: betterSqlite3(REFERENCE) },
  'node:sqlite': { open: (path) => require('./adapters/node-sqlite').open(path) },
  'node-sqlite3-wasm': {
    open: (path) => require('./adapters/node-sqlite3-wasm').open(path),
    lacks: { rtree: 'compiled without R-Tree', threads: 'does not wait for a lock' },
  },
  'sql.js': {
    open: (path) => require('./adapters/sql-js').open(path),
    lacks: {
      files: 'keeps databases in memory', rtree: 'compiled without R-Tree', fts5: 'compiled without FTS5',
    },
  },
};
