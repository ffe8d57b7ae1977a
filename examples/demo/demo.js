'use strict';

// The demo: imports data into one SQLite file, queries and updates it, and opens it again, as an application does with
// better-sqlite3. Results go to stdout and are the same on every CPU and runtime. Timings go to stderr.

const fs = require('fs');
const path = require('path');
const Database = require('better-sqlite3');
const { behindTheName, locksInForce } = require('./lib/behind-the-name.js');
const { Report } = require('./lib/report.js');
const { createSchema } = require('./lib/schema.js');
const { importDataSet } = require('./lib/import-data-set.js');
const { runQueries } = require('./lib/queries.js');
const { runUpdates } = require('./lib/updates.js');
const { checkReopened } = require('./lib/check-reopened.js');

/**
 * @param {string | undefined} file
 * @returns {string}
 */
function newDatabasePath(file) {
  if (!file) throw new Error('Give the path of the database file to create: node demo.js FILE');
  for (const existing of [file, `${file}-wal`, `${file}-shm`, `${file}-journal`]) {
    if (fs.existsSync(existing)) {
      throw new Error(`${existing} already exists: remove it, or give the path of a new file`);
    }
  }
  return file;
}

/**
 * @param {string} file
 * @param {Report} report
 */
function fill(file, report) {
  const db = new Database(file);
  try {
    report.note(`sqlite ${db.prepare('SELECT sqlite_version()').pluck().get()}`);
    report.timed('schema', () => createSchema(db, report));
    report.timed('import', () => importDataSet(db, report));
    report.timed('queries', () => runQueries(db, report));
    report.timed('updates', () => runUpdates(db, report));
  } finally {
    db.close();
  }
}

/**
 * @param {string} file
 * @param {Report} report
 */
function reopen(file, report) {
  report.expect('the -wal file is gone after close', fs.existsSync(`${file}-wal`), false);
  const db = new Database(file, { fileMustExist: true });
  try {
    report.timed('reopened', () => checkReopened(db, report));
  } finally {
    db.close();
  }
}

/** @param {string | undefined} argument */
function main(argument) {
  const file = newDatabasePath(argument);
  const report = new Report();
  report.note(`package ${behindTheName('better-sqlite3')}`);
  report.note(`locks ${locksInForce()}`);
  fill(file, report);
  reopen(file, report);
  report.finish(path.join(__dirname, 'expected.txt'));
}

try {
  main(process.argv[2]);
} catch (error) {
  console.error('The demo failed:', error);
  process.exitCode = 1;
}
