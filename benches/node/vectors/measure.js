'use strict';

// Measures sqlite-vec on one side, in a process of its own: measure.js SIDE. Prints the milliseconds of each trial in
// the fastest of some rounds, as the time of the CPU: other processes change it less than the time on the wall.

const path = require('node:path');
const { Random } = require('../../../tests/support/random');

const ROOT = path.join(__dirname, '..', '..', '..');
const OURS = process.env.ANYSQLITE_PACKAGE ?? path.join(ROOT, 'npm');
const FOLDER = path.join(ROOT, 'packages', 'sqlite-vec');

/** @type {Record<string, { database: string, extension: () => string }>} */
const SIDES = {
  native: { database: 'better-sqlite3', extension: () => require('sqlite-vec').getLoadablePath() },
  simd: { database: OURS, extension: () => path.join(FOLDER, 'vec0.simd.wasm') },
  plain: { database: OURS, extension: () => path.join(FOLDER, 'vec0.wasm') },
};

const ROWS = 10_000;
const DIMENSIONS = 384;
const QUERIES = 10;
const ROUNDS = 5;
const TABLE = `create virtual table v using vec0(
  l2 float[${DIMENSIONS}], cosine float[${DIMENSIONS}] distance_metric=cosine,
  small int8[${DIMENSIONS}], bits bit[${DIMENSIONS}])`;

const random = new Random(1);
const vector = () => Float32Array.from({ length: DIMENSIONS }, () => random.fraction() * 2 - 1);
const vectors = Array.from({ length: ROWS }, vector);
const blobs = vectors.map(({ buffer }) => Buffer.from(buffer));

/** Returns the milliseconds of the CPU in the fastest call. @param {number} rounds @param {() => unknown} use */
function fastest(rounds, use) {
  const times = Array.from({ length: rounds }, () => {
    const start = process.cpuUsage();
    use();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

/** Returns the milliseconds of one query. @param {any} db @param {string} sql @param {Buffer[]} values */
function query(db, sql, values) {
  const statement = db.prepare(sql).raw();
  return fastest(ROUNDS, () => values.forEach((value) => statement.all(value))) / values.length;
}

/** Fills the table with every kind of vector. @param {any} db */
function fill(db) {
  const insert = db.prepare(`insert into v(l2, cosine, small, bits)
    values (?, ?, vec_quantize_int8(?, 'unit'), vec_quantize_binary(?))`);
  db.transaction(() => blobs.forEach((blob) => insert.run(blob, blob, blob, blob)))();
}

/** Inserts floats alone. @param {any} db @param {(string | Buffer)[]} values */
function inserts(db, values) {
  return fastest(ROUNDS, () => {
    db.exec(`drop table if exists f; create virtual table f using vec0(l2 float[${DIMENSIONS}])`);
    const insert = db.prepare('insert into f(l2) values (?)');
    db.transaction(() => values.forEach((value) => insert.run(value)))();
  });
}

/** @param {string} side */
function measure(side) {
  const { database, extension } = SIDES[side];
  const Database = require(database);
  const db = new Database(':memory:');
  const load = fastest(1, () => db.loadExtension(extension()));
  db.exec(TABLE);
  fill(db);
  const asked = blobs.slice(0, QUERIES);
  const near = (/** @type {string} */ condition) => (
    query(db, `select rowid, distance from v where ${condition} and k = 10`, asked));
  return {
    'load the extension': load,
    [`insert ${ROWS} vectors`]: inserts(db, blobs),
    'insert 1000 vectors as JSON': inserts(db, vectors.slice(0, 1000).map((numbers) => JSON.stringify([...numbers]))),
    '10 nearest, float, L2': near('l2 match ?'),
    '10 nearest, float, cosine': near('cosine match ?'),
    '10 nearest, int8, L2': near("small match vec_quantize_int8(?, 'unit')"),
    '10 nearest, bit, Hamming': near('bits match vec_quantize_binary(?)'),
    '10 nearest by vec_distance_l2() of each row':
      query(db, 'select rowid from f order by vec_distance_l2(l2, ?) limit 10', asked),
  };
}

process.stdout.write(JSON.stringify(measure(process.argv[2])));
