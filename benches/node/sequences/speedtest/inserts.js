'use strict';

// Tables of the three kinds that SQLite's test fills: without an index, with keys in order, with keys at random.

/**
 * @typedef {object} Work
 * @property {any} db
 * @property {<T>(name: string, operations: number, body: () => T) => T} step
 * @property {number} size rows of a table
 * @property {(limit: number) => number} number returns integers at random
 * @property {(words: number) => string} text returns words at random
 */

/** Returns a function that maps 1…size to the same numbers in another order. @param {number} size */
const shuffled = (size) => (/** @type {number} */ i) => (i * 7919) % size + 1;

/**
 * Times the filling of a table in one transaction.
 * @param {Work} work
 * @param {string} name
 * @param {string} table
 * @param {(i: number) => number} key
 */
function fill({ db, step, size, number, text }, name, table, key) {
  const rows = Array.from({ length: size }, (_, i) => [key(i + 1), number(1_000_000), text(4)]);
  step(name, size, () => {
    const insert = db.prepare(`INSERT INTO ${table} (a, b, c) VALUES (?, ?, ?)`);
    db.transaction(() => {
      for (const row of rows) insert.run(...row);
    })();
  });
}

/** @param {Work} work */
function run(work) {
  work.db.exec('CREATE TABLE plain (a INTEGER, b INTEGER, c TEXT); CREATE TABLE ordered (a INTEGER PRIMARY KEY, '
    + 'b INTEGER, c TEXT); CREATE TABLE unordered (a INTEGER PRIMARY KEY, b INTEGER, c TEXT)');
  fill(work, 'inserts, no index', 'plain', (i) => i);
  fill(work, 'inserts in the order of the key', 'ordered', (i) => i);
  fill(work, 'inserts in another order', 'unordered', shuffled(work.size));
  return work.db.prepare('SELECT count(*) AS n, sum(b) AS b, max(c) AS c FROM unordered').get();
}

module.exports = { run, shuffled };
