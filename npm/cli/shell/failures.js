'use strict';

// What errors say to the user: what happened, and what to do.

/** Thrown by commands for what the user did wrong. */
class CommandError extends Error {}

/** What to do about SQLite's errors, by the beginning of their codes. */
const ADVICE = new Map([
  ['SQLITE_BUSY', 'another process uses it; try again, or wait longer with --timeout'],
  ['SQLITE_CORRUPT', 'the file is damaged: .integrity lists the damage; restore a backup'],
  ['SQLITE_FULL', 'the disk is full: make room and try again; nothing of the failed statement was kept'],
  ['SQLITE_READONLY_ROLLBACK', 'a transaction that was cut off must be rolled back first: start with --write once'],
  ['SQLITE_NOTADB', 'the file is encrypted, or something else than a database'],
]);

const READ_ONLY = 'the database was opened read-only; start with --write to change it';
const READ_ONLY_FILE = 'check the permissions of the file and of its folder';

/**
 * @param {string} code SQLite's
 * @param {boolean} write whether the database was opened for writing
 */
function adviceFor(code, write) {
  for (const [beginning, advice] of ADVICE) if (code.startsWith(beginning)) return advice;
  if (code.startsWith('SQLITE_READONLY')) return write ? READ_ONLY_FILE : READ_ONLY;
  return undefined;
}

/**
 * Returns what to tell the user about an error.
 * @param {unknown} error
 * @param {boolean} write whether the database was opened for writing
 */
function explain(error, write) {
  if (!(error instanceof Error)) return String(error);
  const { code } = /** @type {{ code?: unknown }} */ (error);
  const advice = typeof code === 'string' ? adviceFor(code, write) : undefined;
  return advice === undefined ? error.message : `${error.message} (${advice})`;
}

module.exports = { CommandError, explain };
