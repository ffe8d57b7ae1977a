'use strict';

// A database of five gigabytes, beyond what 32 bits address.

const fs = require('node:fs');

/** @import { Sequence } from '../index.js' */

const PIECE = 64 * 1024;
const PIECES = 80_000;
const PIECES_OF_A_TRANSACTION = 1000;
const READS = 2000;

/** Returns the keys of rows all over the file. */
const keys = () => Array.from({ length: READS }, (_, i) => (i * 7919) % PIECES + 1);

/** @type {Sequence} */
module.exports = {
  group: 'large',
  file: true,
  rounds: 1,
  run({ db, file, step }) {
    db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, piece BLOB, name TEXT)');
    const insert = db.prepare('INSERT INTO t (piece, name) VALUES (?, ?)');
    const piece = Buffer.alloc(PIECE, 'a piece of a large file');
    const some = db.transaction((/** @type {number} */ first) => {
      for (let i = first; i < first + PIECES_OF_A_TRANSACTION; ++i) {
        piece.writeUInt32LE(i);
        insert.run(piece, `piece ${i}`);
      }
    });
    step('5 GB: insert 64 KB', PIECES, () => {
      for (let i = 1; i <= PIECES; i += PIECES_OF_A_TRANSACTION) some(i);
    });
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    const { size } = fs.statSync(file);
    if (size < 5e9) throw new Error(`the file has ${size} bytes only`);

    const get = db.prepare('SELECT piece FROM t WHERE id = ?');
    const numbers = step('5 GB: get 64 KB by key', READS, () => (
      keys().map((key) => Buffer.from(get.get(key).piece).readUInt32LE())));
    const update = db.prepare('UPDATE t SET name = ? WHERE id = ?');
    step('5 GB: update by key', READS, () => keys().forEach((key) => update.run('new', key)));
    const changed = step('5 GB: scan the keys, per row', PIECES, () => (
      db.prepare("SELECT count(*) AS n, sum(id) AS s FROM t WHERE id % 7 = 0 AND typeof(id) = 'integer'").get()));
    return [numbers, changed];
  },
};
