'use strict';

const path = require('node:path');

const FOLDER = path.join(__dirname, '..', '..', '..', '..', 'packages', 'sqlite-vec');
const ROWS = 300;

/** Returns numbers from -99 to 99 that look random. @param {number} seed @param {number} count */
const numbers = (seed, count) => Array.from(
  { length: count }, (_, index) => ((seed * 7919 + index * 104_729) % 199) - 99,
);

/** Returns the bytes of floats, little-endian on every CPU. @param {number[]} list */
function floats(list) {
  const bytes = Buffer.alloc(4 * list.length);
  list.forEach((number, index) => bytes.writeFloatLE(number, 4 * index));
  return bytes;
}

/** @param {number[]} list */
const thirds = (list) => floats(list.map((number) => number / 3));

/** @param {any} db */
function tables(db) {
  db.exec(`create virtual table v using vec0(
    l2 float[17], parts float[32], cosine float[9] distance_metric=cosine, l1 float[10] distance_metric=l1,
    small int8[12], bits bit[128], kind text partition key, size integer, +note text, chunk_size=64)`);
  const insert = db.prepare(`insert into v(l2, parts, cosine, l1, small, bits, kind, size, note)
    values (?, ?, ?, ?, vec_int8(?), vec_bit(?), ?, ?, ?)`);
  for (let row = 0; row < ROWS; row += 1) {
    insert.run(
      // The distance of 32 floats is added in parts: these numbers are whole, so every order has the same sum.
      thirds(numbers(row, 17)), floats(numbers(row, 32)), thirds(numbers(row + 1, 9)), thirds(numbers(row + 2, 10)),
      Buffer.from(numbers(row, 12)), Buffer.from(numbers(row, 16)), `kind ${row % 3}`, BigInt(row % 10), `note ${row}`,
    );
  }
  db.exec('delete from v where rowid % 11 = 5');
  const query = (/** @type {string} */ condition, /** @type {Buffer} */ vector) => db.prepare(
    `select rowid, distance, kind, size, note from v where ${condition} and k = 12`).raw().all(vector);
  return [
    query('l2 match ?', thirds(numbers(1000, 17))),
    query("l2 match ? and kind = 'kind 1' and size > 4", thirds(numbers(1001, 17))),
    query('parts match ?', floats(numbers(1002, 32))),
    query('cosine match ?', thirds(numbers(1003, 9))),
    query('l1 match ?', thirds(numbers(1004, 10))),
    query('small match vec_int8(?)', Buffer.from(numbers(1005, 12))),
    query('bits match vec_bit(?)', Buffer.from(numbers(1006, 16))),
    db.prepare('select rowid, * from v where rowid % 50 = 3').raw().all(),
  ];
}

/** @param {any} db */
const functions = (db) => db.prepare(`select vec_to_json(vec_normalize(@a)), hex(vec_quantize_int8(@a, 'unit')),
  vec_to_json(vec_add(@a, @a)), hex(vec_quantize_binary(vec_slice(@a, 0, 8))), vec_distance_l1(@a, @b),
  vec_to_json('[1e-3, 0x1p4, .5, 16777217, 3.4e38, -0, 1e-45]')`)
  .raw().get({ a: thirds(numbers(1, 11)), b: thirds(numbers(2, 11)) });

/** @param {any} db */
const errors = (db) => ["vec_f32('[1')", "vec_int8('[128]')", "vec_int8('[99999999999]')", "vec_f32(x'00')",
  "vec_distance_l2('[1]', '[1, 2]')", "vec_add(vec_bit(x'01'), vec_bit(x'02'))"].map((call) => {
  try {
    return db.prepare(`select ${call}`).raw().get();
  } catch (error) {
    return error.message;
  }
});

/** Returns the files of the extension that this runtime executes. @param {any} Database */
function files({ anysqlite }) {
  if (!anysqlite) return [require('sqlite-vec').getLoadablePath()];
  const { getLoadablePath } = require(FOLDER);
  return [...new Set([path.join(FOLDER, 'vec0.wasm'), getLoadablePath()])];
}

/**
 * The extension sqlite-vec: functions, tables and errors. Each of its files has the same results.
 * @param {import('../program.js').Tools} tools
 */
module.exports = function vectors({ Database }) {
  const results = files(Database).map((extension) => {
    const db = new Database(':memory:');
    db.loadExtension(extension);
    const result = { functions: functions(db), errors: errors(db), tables: tables(db) };
    db.close();
    return result;
  });
  const texts = new Set(results.map((result) => JSON.stringify(result)));
  return texts.size === 1 ? results[0] : results;
};
