'use strict';

// Changes of the filled tables, and what maintains a database.

const { shuffled } = require('./inserts');

/** @import { Work } from './inserts.js' */

/**
 * Times one statement that is executed many times in a transaction.
 * @param {Work} work
 * @param {string} name @param {string} sql @param {number} times
 * @param {(i: number) => unknown[]} parameters
 */
function many({ db, step }, name, sql, times, parameters) {
  const rows = Array.from({ length: times }, (_, i) => parameters(i));
  step(name, times, () => {
    const statement = db.prepare(sql);
    db.transaction(() => {
      for (const row of rows) statement.run(...row);
    })();
  });
}

/**
 * Times SQL that touches a table's rows.
 * @param {Work} work @param {string} name @param {string} sql
 */
const once = ({ db, step, size }, name, sql) => step(`${name}, per row`, size, () => db.exec(sql));

/** @param {Work} work */
function updates(work) {
  const { size, number } = work;
  const order = shuffled(size);
  const range = () => {
    const start = number(900_000);
    return [start, start + 2000];
  };
  many(work, 'UPDATE a range, by an index', 'UPDATE plain SET a = a + 100000 WHERE b BETWEEN ? AND ?', 300, range);
  many(work, 'UPDATE single rows', 'UPDATE unordered SET b = b + 1 WHERE a = ?', size, (i) => [order(i)]);
  once(work, 'UPDATE the whole table', 'UPDATE ordered SET b = b * 2 + 1');
  once(work, 'ALTER TABLE ADD COLUMN, and query',
    'ALTER TABLE ordered ADD COLUMN d INT DEFAULT 7; SELECT sum(d) FROM ordered');
  many(work, 'DELETE a range, by an index', 'DELETE FROM plain WHERE b BETWEEN ? AND ?', 300, range);
  many(work, 'DELETE single rows', 'DELETE FROM unordered WHERE a = ?', size >> 1, (i) => [order(2 * i)]);
}

/** @param {Work} work */
function replacements(work) {
  const { db, size, number, text } = work;
  once(work, 'REPLACE from another table', 'REPLACE INTO unordered SELECT a, b, c FROM ordered');
  once(work, 'refill with a condition',
    'DELETE FROM plain; INSERT INTO plain SELECT a, b, c FROM unordered WHERE (b & 1) = (a & 1)');
  many(work, 'REPLACE by integer key', 'REPLACE INTO unordered VALUES (?, ?, ?)', size,
    () => [number(size) + 1, number(1_000_000), text(2)]);
  db.exec('CREATE TABLE named (k TEXT PRIMARY KEY, v INTEGER) WITHOUT ROWID');
  many(work, 'REPLACE by text key', 'REPLACE INTO named VALUES (?, ?)', size, () => [text(2), number(1000)]);
}

/** @param {Work} work */
function lookups({ db, step, size, number, text }) {
  return ['unordered', 'named'].map((table) => {
    const byText = table === 'named';
    const keys = Array.from({ length: size }, () => (byText ? text(2) : number(size) + 1));
    return step(`SELECT by ${byText ? 'text' : 'integer'} key`, size, () => {
      const statement = db.prepare(`SELECT count(*) AS n FROM ${table} WHERE ${byText ? 'k' : 'a'} = ?`);
      return keys.reduce((found, key) => found + statement.get(key).n, 0);
    });
  });
}

/** @param {Work} work */
function maintenance(work) {
  const { db, step, size } = work;
  once(work, 'VACUUM', 'VACUUM');
  once(work, 'ANALYZE', 'ANALYZE');
  return step('PRAGMA integrity_check, per row', size, () => db.prepare('PRAGMA integrity_check').all());
}

/** @param {Work} work */
function run(work) {
  updates(work);
  replacements(work);
  const found = lookups(work);
  const check = maintenance(work);
  const sums = ['plain', 'ordered', 'unordered'].map((table) => (
    work.db.prepare(`SELECT count(*) AS n, sum(a) AS a, sum(b) AS b FROM ${table}`).get()));
  return [found, check, sums];
}

module.exports = { run };
