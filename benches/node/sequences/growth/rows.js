'use strict';

// What a row costs in tables of growing size, on disk.

/** @import { Place } from '../index.js' */

const READS = 2000;
/** Small tables are scanned several times. */
const SCANNED = 1_000_000;
const ROWS_OF_A_TRANSACTION = 10_000;

/** Returns a number without locality for each row. @param {number} i */
const scattered = (i) => Math.imul(i, 0x9e3779b1) >>> 0;

/** @param {Place['db']} db @param {number} from @param {number} to the first and the last new row */
function insertRows(db, from, to) {
  const insert = db.prepare('INSERT INTO t (id, number, name) VALUES (?, ?, ?)');
  const insertMany = db.transaction((/** @type {number} */ first, /** @type {number} */ last) => {
    for (let i = first; i <= last; ++i) insert.run(i, scattered(i), 'the name of a row');
  });
  for (let first = from; first <= to; first += ROWS_OF_A_TRANSACTION) {
    insertMany(first, Math.min(to, first + ROWS_OF_A_TRANSACTION - 1));
  }
}

/** Reads rows one by one, in an order without locality. @param {any} statement @param {(i: number) => number} key */
function readRows(statement, key) {
  let sum = 0;
  for (let i = 0; i < READS; ++i) sum += statement.get(key(i)).id;
  return sum;
}

/** @param {Place['db']} db @param {number} times */
function scan(db, times) {
  const sum = db.prepare('SELECT sum(number) AS s FROM t');
  return Array.from({ length: times }, () => sum.get().s);
}

/** @param {number} size */
const named = (size) => `${size.toLocaleString('en-US')} rows`;

/**
 * Grows a table to each size. Measures there what inserts and reads cost.
 * @param {Place} place
 * @param {number[]} sizes
 */
function grow({ db, step }, sizes) {
  db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, number INTEGER, name TEXT); CREATE INDEX t_number ON t (number)');
  let rows = 0;
  return sizes.map((size) => {
    step(`insert, up to ${named(size)}`, size - rows, () => insertRows(db, rows + 1, size));
    rows = size;
    const byKey = db.prepare('SELECT id, number, name FROM t WHERE id = ?');
    const byNumber = db.prepare('SELECT id, number, name FROM t WHERE number = ?');
    return [
      step(`get by key, of ${named(size)}`, READS, () => readRows(byKey, (i) => scattered(i) % size + 1)),
      step(`get by an index, of ${named(size)}`, READS, () => (
        readRows(byNumber, (i) => scattered(scattered(i) % size + 1)))),
      step(`scan, per row, of ${named(size)}`, Math.max(size, SCANNED), () => scan(db, Math.max(1, SCANNED / size))),
    ];
  });
}

module.exports = { grow };
