'use strict';

// The trials of better-sqlite3's own benchmark, with its schema and pragmas: a file, WAL, synchronous NORMAL.

const { BLOB, FIVE, getByKey, onRows } = require('./small-table');

/** @import { Trial } from './index.js' */

const HUNDRED = `${FIVE} WHERE integer > ? LIMIT 100`;

/**
 * Returns a trial of inserts.
 * @param {string} name
 * @param {number} operations
 * @param {(insert: () => unknown, db: any) => () => unknown} arrange
 * @returns {Trial}
 */
function inserting(name, operations, arrange) {
  return {
    name,
    group: 'files',
    file: true,
    operations,
    prepare(db) {
      db.exec('CREATE TABLE log (integer, real, text, blob)');
      const insert = db.prepare('INSERT INTO log VALUES (?, ?, ?, ?)');
      return arrange(() => insert.run(1, 1.25, 'this is a row', BLOB), db);
    },
  };
}

/** @param {any} statement @param {() => number} next */
function iterateHundred(statement, next) {
  let count = 0;
  for (const row of statement.iterate(next())) if (row) ++count;
  return count;
}

/** @type {Trial[]} */
module.exports = [
  onRows('files', 'get: one row by key', 1, `${FIVE} WHERE integer = ?`, getByKey),
  onRows('files', 'all: 100 rows', 100, HUNDRED, (statement, next) => statement.all(next())),
  onRows('files', 'iterate: 100 rows', 100, HUNDRED, iterateHundred),
  inserting('run: insert, a transaction each', 1, (insert) => insert),
  inserting('run: insert, 100 in a transaction', 100, (insert, db) => db.transaction(() => {
    for (let i = 0; i < 100; ++i) insert();
  })),
];
