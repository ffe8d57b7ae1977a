'use strict';

// SQLite's result codes, and their names as better-sqlite3 reports them.

const { NO_STATEMENT, SEVERAL_STATEMENTS } = require('../generated/abi');
const { RESULT_CODES } = require('../generated/sqlite');
const { Map, Object, Set } = require('../intrinsics');

/** Codes without a name in better-sqlite3, which reports their numbers instead. */
const UNNAMED = new Set([
  'SQLITE_ERROR_RESERVESIZE', 'SQLITE_ERROR_KEY', 'SQLITE_ERROR_UNABLE', 'SQLITE_IOERR_BADKEY', 'SQLITE_IOERR_CODEC',
  'SQLITE_BUSY_TIMEOUT',
]);

/** @type {Map<number, string>} */
const NAMES = new Map();
for (const [name, code] of Object.entries(RESULT_CODES)) {
  if (!UNNAMED.has(name)) NAMES.set(code, name);
}

/**
 * Returns the name of an extended result code.
 * @param {number} code
 */
function codeName(code) {
  return NAMES.get(code) ?? `UNKNOWN_SQLITE_ERROR_${code}`;
}

module.exports = { ...RESULT_CODES, NO_STATEMENT, SEVERAL_STATEMENTS, codeName };
