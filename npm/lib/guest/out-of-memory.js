'use strict';

// The two errors for a failed allocation. better-sqlite3 throws both, and so does this package, each in the same
// places.

const SqliteError = require('../sqlite-error');
const { SQLITE_NOMEM, codeName } = require('./result-codes');

/** Returns the error for memory that the binding itself could not get. */
function outOfMemory() {
  return new Error('Out of memory');
}

/** Returns the error for memory that SQLite could not get. */
function sqliteNoMemory() {
  return new SqliteError('out of memory', codeName(SQLITE_NOMEM));
}

module.exports = { outOfMemory, sqliteNoMemory };
