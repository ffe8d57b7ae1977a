'use strict';

// The trials. Each prepares a database and returns the function to time. The trials of the group `default` are those of
// better-sqlite3's own benchmark, with its schema and pragmas: a file, WAL, synchronous NORMAL.

/**
 * @typedef {object} Trial
 * @property {string} name
 * @property {'default' | 'boundary' | 'engine'} group what dominates: `boundary` the library's calls, `engine` SQLite
 * @property {boolean} file whether the database is on disk rather than in memory
 * @property {number} operations how many operations one call of the timed function makes
 * @property {(db: any) => () => unknown} prepare
 */

const ROWS = 10_000;
const BLOB = Buffer.from('this is a blob');

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
 * Returns a trial on the filled table.
 * @param {Trial['group']} group
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
    file: group === 'default',
    operations,
    prepare(db) {
      fill(db);
      const statement = db.prepare(sql);
      const next = keys();
      return () => use(statement, next);
    },
  };
}

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
    group: 'default',
    file: true,
    operations,
    prepare(db) {
      db.exec('CREATE TABLE log (integer, real, text, blob)');
      const insert = db.prepare('INSERT INTO log VALUES (?, ?, ?, ?)');
      return arrange(() => insert.run(1, 1.25, 'this is a row', BLOB), db);
    },
  };
}

const FIVE = 'SELECT integer, real, text, blob, nul FROM small';
const HUNDRED = `${FIVE} WHERE integer > ? LIMIT 100`;
const SCAN = "SELECT sum(real), count(*) FROM small WHERE text LIKE '%9%'";
const GROUP = 'SELECT integer % 100 AS g, sum(real), max(text) FROM small GROUP BY g ORDER BY 2 DESC';
const JOIN = 'SELECT sum(b.real) FROM small a JOIN small b ON b.integer = 10001 - a.integer';

/** @param {any} statement */
const get = (statement) => statement.get();

/** @param {any} statement @param {() => number} next */
const getByKey = (statement, next) => statement.get(next());

/** @param {any} statement @param {() => number} next */
function iterateHundred(statement, next) {
  let count = 0;
  for (const row of statement.iterate(next())) if (row) ++count;
  return count;
}

/** @type {Trial} */
const UPDATES = {
  name: 'update by key, 100 in a transaction',
  group: 'engine',
  file: false,
  operations: 100,
  prepare(db) {
    fill(db);
    const update = db.prepare('UPDATE small SET real = real + 1 WHERE integer = ?');
    const next = keys();
    return db.transaction(() => {
      for (let i = 0; i < 100; ++i) update.run(next());
    });
  },
};

/** @type {Trial} */
const INDEX = {
  name: 'create an index, per row',
  group: 'engine',
  file: false,
  operations: ROWS,
  prepare(db) {
    fill(db);
    return () => db.exec('CREATE INDEX small_text ON small (text, real); DROP INDEX small_text');
  },
};

/** @type {Trial[]} */
module.exports = [
  onRows('default', 'get: one row by key', 1, `${FIVE} WHERE integer = ?`, getByKey),
  onRows('default', 'all: 100 rows', 100, HUNDRED, (statement, next) => statement.all(next())),
  onRows('default', 'iterate: 100 rows', 100, HUNDRED, iterateHundred),
  inserting('run: insert, a transaction each', 1, (insert) => insert),
  inserting('run: insert, 100 in a transaction', 100, (insert, db) => db.transaction(() => {
    for (let i = 0; i < 100; ++i) insert();
  })),
  onRows('boundary', 'get: select 1', 1, 'SELECT 1', get),
  onRows('boundary', 'get: one row by key, in memory', 1, `${FIVE} WHERE integer = ?`, getByKey),
  onRows('boundary', 'all: 10,000 rows, per row', ROWS, FIVE, (statement) => statement.all()),
  UPDATES,
  INDEX,
  onRows('engine', 'scan with LIKE and sums, per row', ROWS, SCAN, get),
  onRows('engine', 'group and order, per row', ROWS, GROUP, get),
  onRows('engine', 'join with itself, per row', ROWS, JOIN, get),
];
