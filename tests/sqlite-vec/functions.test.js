'use strict';

// Every function of the extension has native's results and errors, bit by bit, on vectors of every type.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Random } = require('../support/random');
const { compare } = require('./support/compare');
const { openAll } = require('./support/sides');
const { dimensionsOf, malformed, TYPES, vector } = require('./support/vectors');

/** @typedef {import('./support/vectors').Argument} Argument */

/** How often each function is called. */
const CALLS = Number(process.env.ANYSQLITE_VECTOR_CALLS ?? 400);

/** The share of calls that must succeed: below it, the test would mostly compare errors. */
const MIN_SUCCEEDED = 0.2;

/** @type {(random: Random) => Argument} */
function anyVector(random) {
  if (random.chance(0.12)) return malformed(random);
  const type = random.pick(TYPES);
  return vector(random, type, dimensionsOf(random, type));
}

/** Returns two vectors, mostly of the same type and length. @param {Random} random */
function pair(random) {
  if (random.chance(0.15)) return [anyVector(random), anyVector(random)];
  const type = random.pick(TYPES);
  const dimensions = dimensionsOf(random, type);
  return [vector(random, type, dimensions), vector(random, type, dimensions)];
}

/** Returns a vector and the ends of a part of it, which may lie outside. @param {Random} random */
function slice(random) {
  if (random.chance(0.4)) {
    const ends = [random.below(20) - 1, random.below(20) - 1];
    return [anyVector(random), ...ends.map((value) => ({ sql: '?', value }))];
  }
  const type = random.pick(TYPES);
  const [start, length, rest] = [random.below(9), 1 + random.below(9), random.below(9)].map((count) => 8 * count);
  const ends = [start, start + length].map((value) => ({ sql: '?', value }));
  return [vector(random, type, start + length + rest), ...ends];
}

/** Returns a vector, mostly of a length that makes whole bytes of bits. @type {(random: Random) => Argument[]} */
const ofWholeBytes = (random) => (random.chance(0.3)
  ? [anyVector(random)]
  : [vector(random, random.pick(['float', 'int8']), 8 * (1 + random.below(20)))]);

/** @type {(random: Random) => Argument[]} */
const one = (random) => [anyVector(random)];

/** @type {(random: Random) => Argument[]} */
const quantized = (random) => [
  anyVector(random), { sql: '?', value: random.pick(['unit', 'unit', 'UNIT', 'x', null]) },
];

/** The arguments of every function. @type {Record<string, (random: Random) => Argument[]>} */
const FUNCTIONS = {
  vec_add: pair,
  vec_bit: one,
  vec_distance_cosine: pair,
  vec_distance_hamming: pair,
  vec_distance_l1: pair,
  vec_distance_l2: pair,
  vec_f32: one,
  vec_int8: one,
  vec_length: one,
  vec_normalize: one,
  vec_quantize_binary: ofWholeBytes,
  vec_quantize_int8: quantized,
  vec_slice: slice,
  vec_sub: pair,
  vec_to_json: one,
  vec_type: one,
  vec_version: () => [],
};

/** Its text names the way in which the extension was compiled. */
const DIFFERENT = ['vec_debug'];

test('the functions and modules are those of native', (t) => {
  const all = openAll(t);
  const list = (/** @type {string} */ kind) => `select distinct name from pragma_${kind}_list
    where name like 'vec%' order by name`;
  const names = compare(all, list('function'), []).map(([name]) => name);
  assert.deepEqual(names, [...Object.keys(FUNCTIONS), ...DIFFERENT].sort());
  assert.deepEqual(compare(all, list('module'), []), [['vec0'], ['vec_each']]);
});

for (const [name, argumentsOf] of Object.entries(FUNCTIONS)) {
  test(`${name} has native's results and errors`, (t) => {
    const all = openAll(t);
    const random = new Random(1);
    let succeeded = 0;
    for (let i = 0; i < CALLS; i += 1) {
      const values = argumentsOf(random);
      const call = `${name}(${values.map(({ sql }) => sql).join(', ')})`;
      const [row] = compare(all, `select ${call}, typeof(${call}), subtype(${call})`,
        [values, values, values].flat().map(({ value }) => value));
      succeeded += Number(Array.isArray(row));
    }
    t.diagnostic(`${succeeded} of ${CALLS} calls succeeded`);
    assert.ok(succeeded > CALLS * MIN_SUCCEEDED);
  });
}

test("vec_each has native's rows and errors", (t) => {
  const all = openAll(t);
  const random = new Random(2);
  for (let i = 0; i < CALLS; i += 1) {
    const { sql, value } = anyVector(random);
    compare(all, `select rowid, value from vec_each(${sql})`, [value]);
  }
});

test('calls with other numbers of arguments are refused as by native', (t) => {
  const all = openAll(t);
  for (const name of [...Object.keys(FUNCTIONS), ...DIFFERENT]) {
    for (const list of ['?', '?, ?', '?, ?, ?', '?, ?, ?, ?']) {
      compare(all, `select length(${name}(${list})) where 0`, list.split(',').map(() => '[1]'));
    }
  }
});
