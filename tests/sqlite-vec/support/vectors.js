'use strict';

// Random vectors of every type, as SQL and the value of its parameter.

/** @typedef {import('../../support/random').Random} Random */
/** @typedef {'float' | 'int8' | 'bit'} Type */
/** @typedef {{ sql: string, value: unknown }} Argument */

/** @type {Type[]} */
const TYPES = ['float', 'int8', 'bit'];

/** The extension adds distances of this many floats in another order than native. */
const IN_PARTS = 16;

/**
 * Returns floats. Those that are added in parts are small whole numbers, whose sums no order changes.
 * @param {Random} random
 * @param {number} dimensions
 */
function floats(random, dimensions) {
  const exact = dimensions % IN_PARTS === 0;
  const scale = random.pick([1, 1, 1, 1000, 1e-20, 1e15]);
  return Float32Array.from({ length: dimensions }, () => (
    exact ? random.below(17) - 8 : (random.fraction() * 2 - 1) * scale));
}

/** @param {Float32Array} numbers */
const blobOfFloats = (numbers) => Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);

/** @param {Random} random @param {number} length */
function bytes(random, length) {
  const buffer = Buffer.alloc(length);
  random.fill(buffer);
  return buffer;
}

/** Writes a number as JSON does, or as only C reads it. @param {Random} random @param {number} number */
function written(random, number) {
  const form = random.below(number % 1 === 0 ? 400 : 12);
  if (form === 0) return number.toExponential();
  if (form === 1) return number.toFixed(8);
  if (form === 2) return `+${Math.abs(number)}`;
  if (form === 3) return random.pick(['0x1p3', '0X1.8', '.5', '5.', '1e-400', '1e400', 'inf', 'nan', '1e39', '00012']);
  return String(number);
}

/** @param {Random} random @param {Iterable<number>} numbers */
function json(random, numbers) {
  const space = random.pick(['', ' ', '\n\t ']);
  const list = Array.from(numbers, (number) => written(random, number));
  return `${space}[${space}${list.join(`${space},${space}`)}${space}]`;
}

/**
 * Returns a vector.
 * @param {Random} random
 * @param {Type} type
 * @param {number} dimensions a multiple of 8 for bits
 * @returns {Argument}
 */
function vector(random, type, dimensions) {
  if (type === 'bit') return { sql: 'vec_bit(?)', value: bytes(random, dimensions / 8) };
  const asText = random.chance(0.3);
  if (type === 'float') {
    const numbers = floats(random, dimensions);
    const value = asText ? json(random, numbers) : blobOfFloats(numbers);
    return { sql: random.pick(['?', 'vec_f32(?)']), value };
  }
  const small = bytes(random, dimensions);
  return { sql: 'vec_int8(?)', value: asText ? json(random, new Int8Array(small)) : small };
}

/** What is no vector, or not everywhere. */
const MALFORMED = [
  null, 1, 1.5, '', Buffer.alloc(0), Buffer.alloc(3), 'x', '[', '[]', '[ ]', '[1,2', '[1 2]', '[,1]', '[1,,2]', '[1]x',
  '[x]', '["1"]', '[null]', '{"a":1}', '[1.5.5]', '[--1]', '[128]', '[-129]', '[99999999999]', '[9223372036854775808]',
  '[1e5]', '  [1]', '\u00a0[1]', '[1\u0000]', '[0x]', '[1e]', '[infinity]', '[nan(1)]', '[-0]', '[1e-46]',
];

/** @param {Random} random @returns {Argument} */
const malformed = (random) => ({
  sql: random.pick(['?', 'vec_f32(?)', 'vec_int8(?)', 'vec_bit(?)']),
  value: random.pick(MALFORMED),
});

/** @param {Random} random @param {Type} type */
function dimensionsOf(random, type) {
  if (type === 'bit') return 8 * (1 + random.below(random.pick([4, 30])));
  return 1 + random.below(random.pick([4, 20, 70, 300]));
}

module.exports = { blobOfFloats, dimensionsOf, malformed, TYPES, vector };
