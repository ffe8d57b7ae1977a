'use strict';

// Queries on the filled tables, before and after they have indexes.

/** @import { Work } from './inserts.js' */

const SUMMARY = 'count(*) AS n, avg(b) AS b, sum(length(c)) AS c';

/** Returns a query with two parameters. @param {string} table @param {string} column */
const between = (table, column) => `SELECT ${SUMMARY} FROM ${table} WHERE ${column} BETWEEN ? AND ?`;

/**
 * Times queries for ranges at random. Returns the rows.
 * @param {Work} work
 * @param {string} name @param {string} sql with two parameters, the ends of a range
 * @param {number} times @param {number} limit of the range's start @param {number} width
 */
function ranges({ db, step, number }, name, sql, times, limit, width) {
  const starts = Array.from({ length: times }, () => number(limit));
  return step(name, times, () => {
    const statement = db.prepare(sql);
    return starts.map((start) => statement.get(start, start + width));
  });
}

/** @param {Work} work */
function withoutIndex(work) {
  const { db, step, text } = work;
  const like = `SELECT ${SUMMARY} FROM plain WHERE c LIKE ?`;
  const sorted = 'SELECT a, b, c FROM plain WHERE c LIKE ? ORDER BY c, b DESC';
  const patterns = Array.from({ length: 10 }, () => `%${text(1).slice(1, 5)}%`);
  const matching = (/** @type {string} */ sql, /** @type {string} */ method) => () => {
    const statement = db.prepare(sql);
    return patterns.map((pattern) => statement[method](pattern));
  };
  return [
    ranges(work, 'BETWEEN numbers, no index', between('plain', 'b'), 25, 900_000, 9999),
    step('LIKE, no index', 10, matching(like, 'get')),
    step('LIKE and ORDER BY', 10, matching(sorted, 'all')),
    step('LIKE, ORDER BY and LIMIT', 10, matching(`${sorted} LIMIT 10`, 'all')),
  ];
}

/** @param {Work} work */
function makeIndexes({ db, step, size }) {
  step('CREATE INDEX, five times, per row', 5 * size, () => db.exec(`
    CREATE UNIQUE INDEX plain_a ON plain (a); CREATE INDEX plain_b ON plain (b); CREATE INDEX plain_c ON plain (c);
    CREATE INDEX ordered_b ON ordered (b); CREATE INDEX unordered_cb ON unordered (c, b)`));
}

/** @param {Work} work */
function withIndex(work) {
  const { db, step, size, text } = work;
  const prefixes = Array.from({ length: 2000 }, () => text(1).slice(0, 5));
  return [
    ranges(work, 'BETWEEN numbers, by an index', between('plain', 'b'), 2000, 900_000, 5000),
    ranges(work, 'BETWEEN keys', between('unordered', 'a'), 2000, size - 60, 50),
    step('BETWEEN texts, by an index', prefixes.length, () => {
      const statement = db.prepare(between('unordered', 'c'));
      return prefixes.map((prefix) => statement.get(prefix, `${prefix}zz`));
    }),
  ];
}

/** @param {Work} work */
function joins(work) {
  return [
    ranges(work, 'join of four tables', `SELECT count(*) AS n, max(w.c) AS c FROM ordered o
      JOIN plain p ON p.a = o.a JOIN unordered u ON u.a = (p.b % 10000) + 1 JOIN ordered w ON w.a = (u.b % 10000) + 1
      WHERE o.a BETWEEN ? AND ?`, 100, 9000, 200),
    ranges(work, 'subquery in the result', `SELECT max(n) AS n FROM (SELECT a, (SELECT count(*) FROM plain p
      WHERE p.b BETWEEN o.b AND o.b + 500) AS n FROM ordered o WHERE a BETWEEN ? AND ?)`, 100, 9000, 100),
    ranges(work, 'SELECT DISTINCT', `SELECT count(*) AS n FROM (SELECT DISTINCT substr(c, 1, 4), b % 100 FROM plain
      WHERE a BETWEEN ? AND ?)`, 10, 5000, 5000),
  ];
}

/** @param {Work} work */
function run(work) {
  const before = withoutIndex(work);
  makeIndexes(work);
  return [before, withIndex(work), joins(work)];
}

module.exports = { run };
