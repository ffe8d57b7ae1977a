'use strict';

// The table of better-sqlite3's own benchmark, and trials on it.

/** @import { Trial } from './index.js' */

const ROWS = 10_000;
const BLOB = Buffer.from('this is a blob');
const FIVE = 'SELECT integer, real, text, blob, nul FROM small';

/** @param {any} db */
function fill(db) {
  db.exec('CREATE TABLE small (integer INTEGER PRIMARY KEY, real REAL, text TEXT, blob BLOB, nul)');
  const insert = db.prepare('INSERT INTO small VALUES (?, ?, ?, ?, ?)');
  db.transaction(() => {
    for (let i = 1; i <= ROWS; ++i) insert.run(i, i + 0.25, `this is row ${i}`, BLOB, null);
  })();
}

/** Returns a function that returns all keys in turn, in an order without locality. */
function keys() {
  let key = 0;
  return () => (key = (key + 7919) % ROWS) + 1;
}

/**
 * Returns a trial on the filled table. The group `files` has its database on disk.
 * @param {string} group
 * @param {string} name
 * @param {number} operations
 * @param {string} sql
 * @param {(statement: any, next: () => number) => unknown} use
 * @returns {Trial}
 */
function onRows(group, name, operations, sql, use) {
  return {
    name,
    group,
    file: group === 'files',
    operations,
    prepare(db) {
      fill(db);
      const statement = db.prepare(sql);
      const next = keys();
      return () => use(statement, next);
    },
  };
}

/** @param {any} statement */
const get = (statement) => statement.get();

/** @param {any} statement @param {() => number} next */
const getByKey = (statement, next) => statement.get(next());

module.exports = { BLOB, FIVE, ROWS, fill, get, getByKey, keys, onRows };
