'use strict';

// What a database file is, how its file system lets it be locked, and who uses it. Changes nothing: SQLite opens the
// file only where that creates no other file.

const fs = require('node:fs');
const path = require('node:path');
const { exists } = require('../here/exists');
const { examineLockFiles } = require('../tree/lock-files');
const { fileSystemOf } = require('./file-system');
const { readHeader } = require('./header');
const { processesWithLocks } = require('./users');

/** @import { PackageHere } from '../package-here' */
/** @import { LockFile } from '../tree/lock-files' */

/**
 * @typedef {object} DatabaseReport
 * @property {string} path
 * @property {string | null} problem why it cannot be used
 * @property {'wal' | 'rollback' | 'unwritten'} journal
 * @property {string | null} fileSystem
 * @property {string | null} locks the lock tier
 * @property {string} reason why it has this tier, and what follows
 * @property {number[]} users processes with locks on the file; 0 if the system does not say which
 * @property {LockFile | null} lockFile
 */

/**
 * Examines a database file.
 * @param {string} file
 * @param {PackageHere} here
 * @returns {DatabaseReport}
 */
function examineDatabase(file, here) {
  /** @type {DatabaseReport} */
  const report = {
    path: file,
    problem: null,
    journal: 'unwritten',
    fileSystem: null,
    locks: here.locks,
    reason: '',
    users: [],
    lockFile: null,
  };
  try {
    const stat = fs.statSync(file);
    if (!stat.isFile()) return { ...report, problem: stat.isDirectory() ? 'is a folder' : 'is no regular file' };
    const fileSystem = fileSystemOf(file);
    const { problem, journal } = readHeader(file);
    const [lockFile = null] = examineLockFiles([`${file}-lock`]);
    Object.assign(report, {
      journal,
      fileSystem: fileSystem?.name ?? null,
      reason: lockReason(here, path.basename(file), fileSystem?.shared ?? false),
      users: processesWithLocks(file),
      lockFile,
    });
    report.problem = problem ?? blockedBy(lockFile) ?? tryToRead(file, report);
  } catch (error) {
    report.problem = unreadable(/** @type {NodeJS.ErrnoException} */ (error));
  }
  return report;
}

/** @param {PackageHere} here @param {string} name @param {boolean} shared */
function lockReason({ works, locks, skippedLocks, reason }, name, shared) {
  if (!works) return `no database can be opened in this process: ${reason}`;
  const others = shared
    ? '; other machines may reach this file system, and the locks are only as good as it, so let one machine use the ' +
      'database' : '';
  if (locks !== 'exclusive') {
    const maker = LOCK_MAKERS[locks ?? ''] ?? locks;
    return `byte-range locks, those of native SQLite, by ${maker}: other processes may use the ` +
      `database at the same time${others}`;
  }
  const why = Object.entries(skippedLocks).map(([tier, text]) => `${tier}: ${text}`).join('; ');
  const because = why === '' ? '' : `, because byte-range locks cannot be had (${why})`;
  return `one process at a time owns the database, by a lock file (${name}-lock)${because}${others}`;
}

/** @type {Record<string, string>} */
const LOCK_MAKERS = { shim: 'the lock addon', ffi: "the runtime's foreign functions", wasmtime: 'the engine wasmtime' };

/** @param {LockFile | null} lockFile */
function blockedBy(lockFile) {
  const blocks = lockFile !== null && (lockFile.state === 'unknown' || lockFile.state === 'incomplete');
  return blocks ? `cannot be opened while ${path.basename(lockFile.path)} is there, which ${lockFile.reason}` : null;
}

/**
 * Reads the schema, unless that would create a file: a lock file, or the index of a write-ahead log.
 * @param {string} file
 * @param {DatabaseReport} report
 * @returns {string | null} what is wrong
 */
function tryToRead(file, { locks, journal }) {
  if (locks === null || locks === 'exclusive' || (journal === 'wal' && !exists(`${file}-shm`))) return null;
  const Database = require('#package');
  try {
    const db = new Database(file, { readonly: true, timeout: 0 });
    try {
      db.prepare('SELECT count(*) FROM sqlite_schema').get();
      return null;
    } finally {
      db.close();
    }
  } catch (error) {
    const { code, message } = /** @type {Error & { code?: string }} */ (error);
    if (code?.startsWith('SQLITE_BUSY')) return 'is locked by another process at this moment';
    return `cannot be read: ${message} (${code})`;
  }
}

/** @param {NodeJS.ErrnoException} error */
function unreadable(error) {
  if (error.code === 'ENOENT') return 'does not exist';
  if (error.code === 'EACCES' || error.code === 'EPERM') return 'may not be read by this user';
  return `cannot be read: ${error.message}`;
}

module.exports = { examineDatabase };
