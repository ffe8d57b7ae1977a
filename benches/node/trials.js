'use strict';

// What is done: each trial prepares a database and gives a function to be timed, and how many operations one call of it
// makes. The five of better-sqlite3's own benchmark use its schema and pragmas: a file, WAL, synchronous NORMAL.

/**
 * @typedef {import('better-sqlite3').Database} Database
 * @typedef {{ name: string, file: boolean, operations: number, prepare: (db: Database) => () => unknown }} Trial
 */

const ROWS = 10_000;
const BLOB = Buffer.from('this is a blob');

/** @param {Database} db */
function fill(db) {
  db.exec('CREATE TABLE small (integer INTEGER PRIMARY KEY, real REAL, text TEXT, blob BLOB, nul)');
  const insert = db.prepare('INSERT INTO small VALUES (?, ?, ?, ?, ?)');
  db.transaction(() => {
    for (let i = 1; i <= ROWS; ++i) insert.run(i, i + 0.25, `this is row ${i}`, BLOB, null);
  })();
}

/**
 * A trial of reading on the filled table.
 * @param {string} name
 * @param {number} operations
 * @param {string} sql
 * @param {(statement: import('better-sqlite3').Statement, next: () => number) => unknown} read
 * @returns {Trial}
 */
function reading(name, operations, sql, read) {
  return {
    name,
    file: true,
    operations,
    prepare(db) {
      fill(db);
      const statement = db.prepare(sql);
      let key = 0;
      const next = () => (key = (key + 7919) % ROWS) + 1;
      return () => read(statement, next);
    },
  };
}

const FIVE = 'SELECT integer, real, text, blob, nul FROM small';

/** @param {import('better-sqlite3').Statement} statement @param {() => number} next */
function iterateHundred(statement, next) {
  let count = 0;
  for (const row of statement.iterate(next())) if (row) ++count;
  return count;
}

/** @type {Trial[]} */
module.exports = [
  reading('get: select 1', 1, 'SELECT 1', (statement) => statement.get()),
  reading('get: one row by key', 1, `${FIVE} WHERE integer = ?`, (statement, next) => statement.get(next())),
  reading('all: 100 rows', 100, `${FIVE} WHERE integer > ? LIMIT 100`, (statement, next) => statement.all(next())),
  reading('iterate: 100 rows', 100, `${FIVE} WHERE integer > ? LIMIT 100`, iterateHundred),
  reading('all: 10,000 rows', ROWS, FIVE, (statement) => statement.all()),
  {
    name: 'run: insert, a transaction each',
    file: true,
    operations: 1,
    prepare(db) {
      db.exec('CREATE TABLE log (integer, real, text, blob)');
      const insert = db.prepare('INSERT INTO log VALUES (?, ?, ?, ?)');
      return () => insert.run(1, 1.25, 'this is a row', BLOB);
    },
  },
  {
    name: 'run: insert, 100 in a transaction',
    file: true,
    operations: 100,
    prepare(db) {
      db.exec('CREATE TABLE log (integer, real, text, blob)');
      const insert = db.prepare('INSERT INTO log VALUES (?, ?, ?, ?)');
      return db.transaction(() => {
        for (let i = 0; i < 100; ++i) insert.run(i, 1.25, 'this is a row', BLOB);
      });
    },
  },
  reading('engine: scan with LIKE and sums', ROWS, "SELECT sum(real), count(*) FROM small WHERE text LIKE '%9%'", (statement) =>
    statement.get(),
  ),
];
