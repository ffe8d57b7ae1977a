'use strict';

// Values and arguments for parameters, as JavaScript source.

/** @import { Choice } from './choice' */

const VALUES = [
  '0', '1', '-1', '-0', '2.5', 'NaN', 'Infinity', '-Infinity', '9007199254740991', '9007199254740993', '1e300',
  '5e-324', '0.1', '1n', '-5n', '0n',
  '9223372036854775807n', '-9223372036854775808n', 'null', 'undefined', '""', '"a"', '"abc"', '"é😀"', '"a\\u0000b"',
  '"\\ud800"', '"x\\udc00y"', '"\\ufeffbom"',
  '" 12 "', '"1e5"', '"x".repeat(300)', '"é".repeat(5000)', 'Buffer.alloc(0)', 'Buffer.from("00ff80", "hex")',
  'Buffer.from("é")', 'new Uint8Array([1, 2, 3])',
  'new Uint16Array([258]).subarray(0, 1)', 'new Float64Array(1)', 'Buffer.from("abcdef").subarray(2, 4)',
];

const INVALID = [
  'true', 'false', 'Symbol("s")', '() => 1', 'new Date(0)', '1n << 64n', '-(1n << 63n) - 1n', 'new Map()',
  'Object("s")', 'new ArrayBuffer(2)', '[]', '{}', '[[1]]', '/x/',
  'new (class Thing {})()', 'Object.create({ a: 1 })', 'Object.create(null)', '[1, 2]', '{ a: 1 }', '{ a: true }',
  '[{}]', 'Math',
];

/** @param {Choice} g */
const value = (g) => (g.chance(0.4) ? String(g.between(-2, 12)) : g.pick(VALUES));

/** @param {Choice} g */
const anything = (g) => (g.chance(0.5) ? value(g) : g.pick(INVALID));

/** @typedef {{ named: string[], anonymous: number }} Parameters */

/**
 * Finds the parameters of generated SQL.
 * @param {string} sql
 * @returns {Parameters}
 */
function parametersOf(sql) {
  const found = sql.replaceAll(/'(?:[^']|'')*'|"[^"]*"/g, '').match(/\?\d*|[:@$][a-z]\w*/g) ?? [];
  const names = found.filter((each) => each !== '?').map((each) => each.slice(1));
  return { named: [...new Set(names)], anonymous: found.length - names.length };
}

/** @param {Choice} g @param {string[]} names */
const object = (g, names) => `{ ${names.map((name) => `${JSON.stringify(name)}: ${value(g)}`).join(', ')} }`;

/**
 * Returns the arguments for parameters, mostly valid ones.
 * @param {Choice} g @param {Parameters} parameters
 */
function argumentsFor(g, { named, anonymous }) {
  const invalid = g.chance(0.1);
  const count = anonymous + (invalid ? g.between(-1, 1) : 0);
  const list = Array.from({ length: Math.max(0, count) }, () => (
    invalid && g.chance(0.2) ? g.pick(INVALID) : value(g)
  ));
  const split = g.chance(0.3) ? g.below(list.length + 1) : list.length;
  const parts = [...list.slice(0, split), ...(split < list.length ? [`[${list.slice(split).join(', ')}]`] : [])];
  if (named.length > 0) {
    const names = invalid ? named.filter(() => g.chance(0.8)) : named;
    parts.splice(g.below(parts.length + 1), 0, object(g, [...names, ...(g.chance(0.1) ? ['extra'] : [])]));
  }
  if (invalid && g.chance(0.2)) parts.push(anything(g));
  return parts.join(', ');
}

/** Returns the placeholders of one statement. @param {Choice} g */
const placeholders = (g) => g.weighted([
  [5, ['?']], [3, [':a', '@b', '$c']], [1, ['?1', '?3']], [1, ['?', ':a']], [1, ['?', '?2', '$z']],
]);

module.exports = { anything, argumentsFor, parametersOf, placeholders, value };
