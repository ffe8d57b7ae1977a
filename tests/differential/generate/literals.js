'use strict';

// Constants of SQL at the boundaries of types, formats and limits.

/** @import { Choice } from './choice' */

const INTEGERS = [
  '0', '1', '-1', '2', '3', '7', '10', '42', '100', '-5', '255', '65536', '2147483647', '2147483648', '-2147483649',
  '4294967296', '9007199254740991', '9007199254740992', '9007199254740993', '-9007199254740993', '9223372036854775807',
  '-9223372036854775808', '9223372036854775808', '0x7fffffffffffffff', '0xffffffffffffffff', '0x10', '1_000_000',
];

const REALS = [
  '0.0', '-0.0', '0.1', '1.5', '-2.5', '3.0', '1e3', '1e15', '1e16', '123456789012345678.0', '9007199254740993.0',
  '9223372036854775807.0', '-9223372036854775808.0', '9223372036854774784.0', '1e100', '1.7976931348623157e308',
  '1e999',
  '-1e999', '2.2250738585072014e-308', '5e-324', '4.9e-324', '1e-310', '0.30000000000000004', '1.0e-5', '123456.789e3',
  '2.5e-1', '.5', '5.', '1_0.2_5', '100000000000000000000', '8.41e21', '9.5e-7',
];

const TEXTS = [
  '', 'a', 'b', 'A', 'abc', 'ABC', 'aBc ', ' abc', 'abc  ', 'é', 'É', 'ß', '😀 smile', '日本語', 'a%b_c', '%', '_', '*',
  '[a-c]*',
  "it's", '"quoted"', '0', '1', '-1', '1.0', '1.50', '1e2', ' 12 ', '12abc', '0x10', '+5', '.5', '5.', '-', '1e',
  '1e+', 'e5', 'inf',
  'nan', '-0', '-0.0', '9223372036854775807', '9223372036854775808', '-9223372036854775809', '9007199254740993',
  '1e400', '1_000',
  '0.1000000000000000055511151231257827', '123456789012345678901234567890', 'true', 'null', '{"a":1}', '[1,2,3]',
  '2024-02-29',
  '\t', 'a\nb', 'one two three', 'the quick brown fox', 'zzz', 'Zebra',
];

const BLOBS = [
  "x''", "x'00'", "x'00ff'", "x'616263'", "x'3132'", "x'e282'", "x'ffffffff'", "x'2d312e35'", 'zeroblob(3)',
  "x'edA080'",
];

/** Bytes that are not valid UTF-8. */
const MALFORMED = [
  "x'c3'", "x'61ff62'", "x'eda080edb080'", "x'f8888080'", "x'e241'", "x'c080'", "x'f4908080'", "x'80'",
];

/** @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

/** @param {Choice} g @param {number} length */
const digits = (g, length) => Array.from({ length }, () => g.below(10)).join('');

/** Returns a number, often with more digits than any type holds. @param {Choice} g */
function decimal(g) {
  const fraction = g.maybe(0.7, () => `.${digits(g, g.between(1, 20))}`);
  const exponent = g.maybe(0.5, () => `e${g.pick(['', '+', '-'])}${g.below(g.pick([10, 30, 330]))}`);
  return `${g.pick(['', '', '-'])}${g.between(1, 9)}${digits(g, g.below(g.pick([3, 22])))}${fraction}${exponent}`;
}

/** Returns a real with random bits, but neither NaN nor infinity. @param {Choice} g */
function anyReal(g) {
  const view = new DataView(new ArrayBuffer(8));
  do {
    view.setUint32(0, g.uint32());
    view.setUint32(4, g.uint32());
  } while (!Number.isFinite(view.getFloat64(0)));
  const value = view.getFloat64(0);
  return value.toExponential(g.pick([16, 16, 16, 5, 15]));
}

/** @param {Choice} g */
const integer = (g) => g.weighted([[6, String(g.between(-3, 20))], [2, g.pick(INTEGERS)]]);

/** @param {Choice} g */
const real = (g) => g.weighted([
  [4, g.pick(REALS)], [2, decimal(g)], [1, anyReal(g)], [2, String(g.between(-99, 999) / 8)],
]);

/** @param {Choice} g */
function text(g) {
  return g.weighted([
    [8, quoted(g.pick(TEXTS))],
    [1, quoted(decimal(g))],
    [1, quoted(g.many(1, 6, () => g.pick(['a', 'B', 'é', ' ', '1', "'", 'x'])).join(''))],
    [1, "('a' || char(0) || 'b')"],
    [1, `cast(${g.pick(MALFORMED)} as text)`],
  ]);
}

/** @param {Choice} g */
const blob = (g) => g.pick(BLOBS);

/** @param {Choice} g @returns {string} */
function literal(g) {
  const make = g.weighted([
    [7, integer], [5, real], [7, text], [2, blob], [2, () => 'null'], [1, () => g.pick(['true', 'false'])],
  ]);
  return make(g);
}

module.exports = { blob, decimal, integer, literal, quoted, real, text };
