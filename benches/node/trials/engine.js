'use strict';

// SQLite's own work, in memory.

const { ROWS, fill, get, keys, onRows } = require('./small-table');

/** @import { Trial } from './index.js' */

const SCAN = "SELECT sum(real), count(*) FROM small WHERE text LIKE '%9%'";
const GROUP = 'SELECT integer % 100 AS g, sum(real), max(text) FROM small GROUP BY g ORDER BY 2 DESC';
const JOIN = 'SELECT sum(b.real) FROM small a JOIN small b ON b.integer = 10001 - a.integer';

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
  UPDATES,
  INDEX,
  onRows('engine', 'scan with LIKE and sums, per row', ROWS, SCAN, get),
  onRows('engine', 'group and order, per row', ROWS, GROUP, get),
  onRows('engine', 'join with itself, per row', ROWS, JOIN, get),
];
