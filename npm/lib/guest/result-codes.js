'use strict';

// Names of SQLite's result codes. An extended code is its primary code plus 256 times a number of its own, so each line
// holds a primary code and then the names of its extended codes by that number. Some names are missing on purpose:
// better-sqlite3 does not know them either.

/** @type {[code: number, name: string, extended?: Record<number, string>][]} */
const FAMILIES = [
  [0, 'OK', { 1: 'LOAD_PERMANENTLY', 2: 'SYMLINK' }],
  [1, 'ERROR', { 1: 'MISSING_COLLSEQ', 2: 'RETRY', 3: 'SNAPSHOT' }],
  [2, 'INTERNAL'],
  [3, 'PERM'],
  [4, 'ABORT', { 2: 'ROLLBACK' }],
  [5, 'BUSY', { 1: 'RECOVERY', 2: 'SNAPSHOT' }],
  [6, 'LOCKED', { 1: 'SHAREDCACHE', 2: 'VTAB' }],
  [7, 'NOMEM'],
  [8, 'READONLY', { 1: 'RECOVERY', 2: 'CANTLOCK', 3: 'ROLLBACK', 4: 'DBMOVED', 5: 'CANTINIT', 6: 'DIRECTORY' }],
  [9, 'INTERRUPT'],
  [10, 'IOERR', {
    1: 'READ', 2: 'SHORT_READ', 3: 'WRITE', 4: 'FSYNC', 5: 'DIR_FSYNC', 6: 'TRUNCATE', 7: 'FSTAT', 8: 'UNLOCK',
    9: 'RDLOCK', 10: 'DELETE', 11: 'BLOCKED', 12: 'NOMEM', 13: 'ACCESS', 14: 'CHECKRESERVEDLOCK', 15: 'LOCK',
    16: 'CLOSE', 17: 'DIR_CLOSE', 18: 'SHMOPEN', 19: 'SHMSIZE', 20: 'SHMLOCK', 21: 'SHMMAP', 22: 'SEEK',
    23: 'DELETE_NOENT', 24: 'MMAP', 25: 'GETTEMPPATH', 26: 'CONVPATH', 27: 'VNODE', 28: 'AUTH', 29: 'BEGIN_ATOMIC',
    30: 'COMMIT_ATOMIC', 31: 'ROLLBACK_ATOMIC', 32: 'DATA', 33: 'CORRUPTFS', 34: 'IN_PAGE',
  }],
  [11, 'CORRUPT', { 1: 'VTAB', 2: 'SEQUENCE', 3: 'INDEX' }],
  [12, 'NOTFOUND'],
  [13, 'FULL'],
  [14, 'CANTOPEN', { 1: 'NOTEMPDIR', 2: 'ISDIR', 3: 'FULLPATH', 4: 'CONVPATH', 5: 'DIRTYWAL', 6: 'SYMLINK' }],
  [15, 'PROTOCOL'],
  [16, 'EMPTY'],
  [17, 'SCHEMA'],
  [18, 'TOOBIG'],
  [19, 'CONSTRAINT', {
    1: 'CHECK', 2: 'COMMITHOOK', 3: 'FOREIGNKEY', 4: 'FUNCTION', 5: 'NOTNULL', 6: 'PRIMARYKEY', 7: 'TRIGGER',
    8: 'UNIQUE', 9: 'VTAB', 10: 'ROWID', 11: 'PINNED', 12: 'DATATYPE',
  }],
  [20, 'MISMATCH'],
  [21, 'MISUSE'],
  [22, 'NOLFS'],
  [23, 'AUTH', { 1: 'USER' }],
  [24, 'FORMAT'],
  [25, 'RANGE'],
  [26, 'NOTADB'],
  [27, 'NOTICE', { 1: 'RECOVER_WAL', 2: 'RECOVER_ROLLBACK', 3: 'RBU' }],
  [28, 'WARNING', { 1: 'AUTOINDEX' }],
  [100, 'ROW'],
  [101, 'DONE'],
];

/** @type {Map<number, string>} */
const NAMES = new Map();
for (const [code, name, extended = {}] of FAMILIES) {
  NAMES.set(code, `SQLITE_${name}`);
  for (const [number, suffix] of Object.entries(extended)) {
    NAMES.set(code | Number(number) << 8, `SQLITE_${name}_${suffix}`);
  }
}

const SQLITE_OK = 0;
const SQLITE_ERROR = 1;
const SQLITE_ABORT = 4;
const SQLITE_BUSY = 5;
const SQLITE_NOMEM = 7;
const SQLITE_CORRUPT = 11;
const SQLITE_SCHEMA = 17;
const SQLITE_TOOBIG = 18;
const SQLITE_MISUSE = 21;
const SQLITE_DONE = 101;

/**
 * Gives the name of an extended result code.
 * @param {number} code
 */
function codeName(code) {
  return NAMES.get(code) ?? `UNKNOWN_SQLITE_ERROR_${code}`;
}

module.exports = {
  SQLITE_ABORT, SQLITE_BUSY, SQLITE_CORRUPT, SQLITE_DONE, SQLITE_ERROR, SQLITE_MISUSE, SQLITE_NOMEM, SQLITE_OK,
  SQLITE_SCHEMA, SQLITE_TOOBIG, codeName,
};
