'use strict';

// Calls of SQLite's functions. The caller makes the arguments, so that they may be columns, constants or anything else.

const { integer, literal, quoted, text } = require('./literals');
const { date } = require('./dates');
const { json } = require('./json');

/** @import { Choice } from './choice' */

/** @typedef {() => string} Make returns an argument */

/** Scalar functions with the same result on every machine, with their least and greatest number of arguments. */
const PLAIN = /** @type {const} */ ([
  ['abs', 1, 1], ['coalesce', 2, 4], ['ifnull', 2, 2], ['nullif', 2, 2], ['iif', 2, 3], ['typeof', 1, 1],
  ['quote', 1, 1],
  ['hex', 1, 1], ['unhex', 1, 2], ['length', 1, 1], ['octet_length', 1, 1], ['lower', 1, 1], ['upper', 1, 1],
  ['trim', 1, 2],
  ['ltrim', 1, 2], ['rtrim', 1, 2], ['instr', 2, 2], ['unicode', 1, 1], ['char', 0, 3], ['min', 2, 4], ['max', 2, 4],
  ['round', 1, 1],
  ['sign', 1, 1], ['concat', 1, 4], ['concat_ws', 2, 4], ['likely', 1, 1], ['unlikely', 1, 1], ['soundex', 1, 1],
  ['if', 2, 3],
  ['unistr_quote', 1, 1], ['ceil', 1, 1], ['floor', 1, 1], ['trunc', 1, 1], ['sqrt', 1, 1], ['mod', 2, 2],
  ['degrees', 1, 1], ['radians', 1, 1],
  ['like', 2, 2], ['glob', 2, 2], ['json_quote', 1, 1], ['subtype', 1, 1],
]);

/** Functions of C's math library. Their last digits depend on native's C library, too: docs/COMPAT.md. */
const MATH = /** @type {const} */ ([
  ['sin', 1], ['cos', 1], ['tan', 1], ['asin', 1], ['acos', 1], ['atan', 1], ['sinh', 1], ['cosh', 1], ['tanh', 1],
  ['asinh', 1],
  ['acosh', 1], ['atanh', 1], ['exp', 1], ['ln', 1], ['log', 1], ['log10', 1], ['log2', 1], ['atan2', 2], ['pow', 2],
  ['power', 2], ['log', 2],
]);

/** @param {string} name @param {string[]} list */
const call = (name, list) => `${name}(${list.join(', ')})`;

/** @param {Choice} g @param {Make} argument */
function plain(g, argument) {
  const [name, min, max] = g.pick(PLAIN);
  return call(name, g.many(min, max, argument));
}

/** @param {Choice} g @param {Make} argument */
function math(g, argument) {
  const [name, count] = g.pick(MATH);
  return `printf('%.9g', ${call(name, g.many(count, count, argument))})`;
}

/** @param {Choice} g */
function conversion(g) {
  const flags = g.many(0, 2, () => g.pick(['-', '+', ' ', '0', '#', '!', ','])).join('');
  const width = g.pick(['', '', '', '5', '12', '30', '200']);
  const precision = g.pick(['', '', '', '.0', '.1', '.3', '.10', '.17', '.20', '.26', '.']);
  const type = g.pick([
    'd', 'i', 'u', 'lld', 'f', 'e', 'g', 'E', 'G', 'x', 'X', 'o', 's', 'z', 'q', 'Q', 'w', 'c', 'p', 'r', '%', 'n', 'k',
  ]);
  return `%${flags}${width}${precision}${type}`;
}

/** @param {Choice} g @param {Make} argument */
function printf(g, argument) {
  const format = g.many(1, 3, () => g.pick(['', 'x', ' é ', '|']) + conversion(g)).join('');
  const name = g.pick(['printf', 'format']);
  return call(name, [quoted(format), ...g.many(0, 5, () => (g.chance(0.3) ? integer(g) : argument()))]);
}

/**
 * Returns a call that prints one real: parsing and printing of reals is error-prone.
 * @param {Choice} g
 * @param {Make} argument
 */
function numberFormat(g, argument) {
  const conversions = [
    '%.17g', '%!.17g', '%!.20g', '%.15g', '%g', '%e', '%.3f', '%!.3f', '%f', '%.0f', '%+.20e', '%,d', '%,.2f', '%!g',
    '%.100f',
  ];
  return `printf('${g.pick(conversions)}', ${argument()})`;
}

/**
 * Returns a call of a function whose other arguments are constants, mostly small ones.
 * @param {Choice} g
 * @param {Make} argument
 */
function bounded(g, argument) {
  const small = () => String(g.between(-4, 9));
  return g.pick([
    () => `substr(${argument()}, ${small()}${g.maybe(0.6, () => `, ${small()}`)})`,
    () => `replace(substr(${argument()}, 1, 200), ${text(g)}, ${text(g)})`,
    () => `round(${argument()}, ${g.between(-1, 17)})`,
    () => `printf('%*d|%.*f|%-*.*s', ${small()}, ${argument()}, ${small()}, ${argument()}, `
      + `${small()}, ${small()}, ${argument()})`,
    () => `zeroblob(${g.between(0, 40)})`,
    () => `like(${text(g)}, ${argument()}, ${g.pick(["'\\'", "'x'", "'%'", "'ab'"])})`,
    () => `likelihood(${argument()}, 0.${g.between(1, 9)})`,
    () => `unistr(${quoted(g.pick(['\\0041', 'a\\u00e9b', '\\+01F600', '\\U0001F600', '\\zz', 'plain']))})`,
    () => `char(${g.list(1, 3, () => String(g.pick([0, 65, 233, 8364, 55357, 128512, 1114111, 1114112, -1])))})`,
    () => `substr(${argument()}, ${g.pick([1, -3, 0, '9223372036854775807', '-9223372036854775808', 4294967296])}, `
      + `${g.pick([2, '9223372036854775807', '-9223372036854775808', 4294967297])})`,
    () => `zeroblob(${g.pick([536870889, '4294967296', '9223372036854775807', -1])})`,
    () => `printf('%${g.pick(['3000d', '-600s', '.400f', '!.300g', '0500x', '2147483648d', '.2147483648f'])}', `
      + `${argument()})`,
  ])();
}

/** Returns a call of a function without arguments, most of which report on earlier statements. @param {Choice} g */
const state = (g) => g.pick(['changes()', 'total_changes()', 'last_insert_rowid()', 'sqlite_version()', 'pi()']);

/** Returns a call of any scalar function. @param {Choice} g @param {Make} argument */
function functionCall(g, argument) {
  const make = g.weighted(/** @type {[number, (g: Choice, argument: Make) => string][]} */ ([
    [12, plain], [3, math], [3, printf], [2, numberFormat], [4, bounded], [5, json], [5, date], [1, state],
  ]));
  return make(g, argument);
}

const AGGREGATES = /** @type {const} */ ([
  ['count', 1], ['sum', 1], ['total', 1], ['avg', 1], ['min', 1], ['max', 1], ['group_concat', 1],
  ['group_concat', 2], ['string_agg', 2],
  ['json_group_array', 1], ['json_group_object', 2], ['jsonb_group_array', 1], ['median', 1],
]);

/**
 * Returns a call of one of the percentile aggregates. They take numbers only, so most first arguments are converted.
 * The second one must be the same for all rows, and no more than 100 or, of the last two functions, 1.
 * @param {Choice} g
 * @param {Make} argument
 */
function percentile(g, argument) {
  const name = g.pick(['percentile', 'percentile_cont', 'percentile_disc']);
  const number = g.pick([
    () => argument(), () => `length(${argument()})`, () => `cast(${argument()} as ${g.pick(['real', 'integer'])})`,
  ])();
  const percent = g.pick([0, 25, 50, 99.5, 100, 33.3, -1, 101, number]);
  return `${name}(${number}, ${name === 'percentile' || typeof percent === 'string' ? percent : percent / 100})`;
}

/**
 * @param {Choice} g
 * @param {Make} argument
 * @param {{ distinct?: boolean }} [options] `distinct: false` for windows, which do not allow DISTINCT
 */
function aggregateCall(g, argument, { distinct = true } = {}) {
  if (g.chance(0.08)) return 'count(*)';
  if (g.chance(0.06)) return percentile(g, argument);
  const [name, count] = g.pick(AGGREGATES);
  const first = `${distinct && count === 1 && g.chance(0.15) ? 'distinct ' : ''}${argument()}`;
  const other = () => (name === 'json_group_object' ? argument() : text(g));
  const list = [first, ...Array.from({ length: count - 1 }, other)];
  const order = g.maybe(distinct ? 0.1 : 0, () => ` order by ${argument()} ${g.pick(['', 'desc'])}`);
  return `${name}(${list.join(', ')}${order})`;
}

/** Returns a call of a function that needs a window. @param {Choice} g @param {Make} argument */
function windowCall(g, argument) {
  return g.pick([
    () => g.pick(['row_number()', 'rank()', 'dense_rank()', 'percent_rank()', 'cume_dist()']),
    () => `ntile(${g.between(1, 4)})`,
    () => `${g.pick(['lag', 'lead'])}(${argument()}`
      + `${g.maybe(0.5, () => `, ${g.between(0, 3)}${g.maybe(0.5, () => `, ${literal(g)}`)}`)})`,
    () => `${g.pick(['first_value', 'last_value'])}(${argument()})`,
    () => `nth_value(${argument()}, ${g.between(1, 3)})`,
  ])();
}

module.exports = { aggregateCall, functionCall, numberFormat, windowCall };
