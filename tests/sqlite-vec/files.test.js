'use strict';

// Database files are exchanged with native better-sqlite3 and its extension, both ways.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Random } = require('../support/random');
const { scratchFolder } = require('../support/scratch-folder');
const { open } = require('./support/sides');
const { vector } = require('./support/vectors');

/** @typedef {import('./support/sides').Side} Side */

const TABLE = 'create virtual table if not exists v using vec0(a float[24], b int8[9], c bit[64], m integer, +x blob)';
const ROWS = 1500;

/** Adds rows, and removes some. @param {any} db @param {number} seed */
function write(db, seed) {
  const random = new Random(seed);
  db.exec(TABLE);
  const insert = db.prepare('insert into v(a, b, c, m, x) values (vec_f32(?), vec_int8(?), vec_bit(?), ?, ?)');
  db.transaction(() => {
    for (let i = 0; i < ROWS; i += 1) {
      const [a, b, c] = /** @type {const} */ ([['float', 24], ['int8', 9], ['bit', 64]])
        .map(([type, dimensions]) => vector(random, type, dimensions).value);
      try {
        insert.run(a, b, c, BigInt(random.below(50)), Buffer.from([i]));
      } catch (error) {
        // One of the numbers that only C reads is out of range.
        assert.match(/** @type {Error} */ (error).message, /JSON parsing error/);
      }
    }
    db.exec('delete from v where rowid % 7 = 3');
  })();
}

/** Returns what is read of a file. @param {any} db */
const read = (db) => [
  db.prepare('select rowid, * from v').raw().all(),
  db.prepare("select rowid, distance from v where c match vec_bit(?) and k = 30 and m > 30").raw()
    .all(Buffer.alloc(8, 0x5a)),
  db.pragma('integrity_check'),
];

/** @type {[Side, Side][]} */
const PAIRS = [['native', 'plain'], ['plain', 'native'], ['native', 'simd'], ['simd', 'native'], ['simd', 'plain']];

for (const [first, second] of PAIRS) {
  test(`a file that ${first} has written is read and continued by ${second}`, (t) => {
    const { file } = scratchFolder(t);
    const written = open(first, file('a.db'));
    written.pragma('journal_mode = wal');
    write(written, 1);
    const other = open(second, file('a.db'));
    assert.deepEqual(read(other), read(written));
    write(other, 2);
    assert.ok(read(written)[0].length > ROWS);
    assert.deepEqual(read(written), read(other));
    other.close();
    written.close();
  });
}
