'use strict';

const Database = require('./database');
const { moduleHash } = require('./engine/module');
const { lockTier } = require('./host/lock');

/** What this package is made of, for programs that want to know. */
const facts = {
  engine: 'v8',
  /** How files are protected from other processes: 'shim', 'ffi' or 'exclusive'. */
  get locks() {
    return lockTier().name;
  },
  /** SHA-256 of the WebAssembly module. */
  get module() {
    return moduleHash();
  },
};

Object.defineProperty(Database, 'anysqlite', { get: () => facts });

// Cast, because the type checker allows no properties on an exported function. The next line is written out for Node,
// which finds the names that a CommonJS module offers to `import` by reading its text.
/** @type {{ exports: unknown }} */ (module).exports = Database;
module.exports.SqliteError = require('./sqlite-error');
