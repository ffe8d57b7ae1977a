'use strict';

const { scratch } = require('../../support/scratch');

/**
 * Opens a database in memory with a table `t` and hooks that write to a log, which begins empty. Entries of the update
 * hook are texts like "INSERT main.t 1".
 * @param {import('node:test').TestContext} t
 * @param {string} [sql] executed before the hooks are set
 */
function openRecorded(t, sql = '') {
  const db = scratch(t).open(':memory:').exec(`create table t (a); ${sql}`);
  const log = [];
  record(db, log);
  return { db, log, logged: (action) => loggedBy(log, action) };
}

/** Sets hooks of a database that write to a log. */
function record(db, log) {
  db.updateHook((operation, database, table, rowid) => {
    log.push(`${operation.replace('SQLITE_', '')} ${database}.${table} ${rowid}`);
  });
  db.commitHook(() => void log.push('commit'));
  db.rollbackHook(() => void log.push('rollback'));
}

/** Returns what an action writes to a log. What the action throws is the last entry, in an object. */
function loggedBy(log, action) {
  log.length = 0;
  try {
    action();
  } catch (thrown) {
    log.push({ thrown: thrown?.code ?? thrown });
  }
  return [...log];
}

module.exports = { loggedBy, openRecorded, record };
