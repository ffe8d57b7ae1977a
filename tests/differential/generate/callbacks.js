'use strict';

// User functions, aggregates and virtual tables, as JavaScript source.

const { quotedName } = require('./model');

/** @import { Choice } from './choice' */
/** @import { Model } from './model' */

/** User functions by name and number of arguments. `s.note` records what they are called with. */
const FUNCTIONS = {
  'same/1': '(x) => x',
  'kind/1': '(x) => (x === null ? "null" : typeof x)',
  'noted/2': '(a, b) => { s.note(a, b); return b; }',
  'joined/2': '(a, b) => `${a}|${b}`.slice(0, 100)',
  'added/2': '(a, b) => Number(a) + Number(b)',
  'picky/1': '(x) => { if (x === 3 || x === 3n) throw new RangeError("three"); return x; }',
  'rude/1': '(x) => { if (x === 2 || x === 2n) throw null; return x; }',
  'invalid/1': '(x) => (x === 1 || x === 1n ? {} : x)',
  'huge/1': '(x) => (x === null ? 1n << 64n : 1n << 62n)',
  'bytes/1': '(x) => Buffer.from(String(x)).subarray(0, 20)',
  'nothing/0': '() => {}',
  'reentrant/1': '(x) => { s.db.prepare("select 1"); return x; }',
  'careful/1': '(x) => { try { s.db.exec("select 1"); } catch (error) { s.note(error.message); } return x; }',
};

const OPTIONS = [
  '', '{}, ', '{ deterministic: true }, ', '{ deterministic: true, safeIntegers: true }, ', '{ safeIntegers: true }, ',
  '{ directOnly: true }, ', '{ varargs: true }, ', '{ safeIntegers: undefined }, ',
];

const AGGREGATES = {
  'summed/1': '{ start: 0, step: (total, x) => total + Number(x), inverse: (total, x) => total - Number(x) }',
  'listed/1': '{ start: () => [], step: (list, x) => { list.push(String(x).slice(0, 30)); }, '
    + 'inverse: (list) => { list.shift(); }, result: (list) => list.join() }',
  'counted/0': '{ start: () => 0, step: (count) => count + 1, result: (count) => { s.note(count); return count; } }',
  'last/2': '{ step: (before, a, b) => a ?? b, safeIntegers: true }',
  'fragile/1': '{ start: () => 0, step: (sum, x) => { if (x === 5) throw new Error("five"); return sum + 1; }, '
    + 'inverse: (sum) => sum - 1 }',
};

const TABLES = {
  'numbers': '{ columns: ["value"], parameters: ["first", "last"], *rows(first, last) { '
    + 'for (let i = Number(first ?? 1), n = 0; i <= Number(last ?? 3) && n < 12; i += 1, n += 1) yield [i]; } }',
  'pairs': '{ columns: ["k", "v"], *rows(x) { '
    + 's.note(x); yield { k: "a", v: x }; yield { v: 2n, k: null }; yield [Buffer.from("b"), 1.5]; } }',
  'broken': '{ columns: ["a"], *rows() { yield [1]; yield [1, 2]; } }',
  'empty': '{ columns: ["a", "b"], safeIntegers: true, *rows() {} }',
  'module': 'function (...list) { s.note(this, list); '
    + 'return { columns: list.length ? list : ["a"], *rows() { yield (list.length ? list : [1]); } }; }',
};

/** @param {Choice} g @param {Record<string, string>} catalog */
const pickEntry = (g, catalog) => g.pick(Object.entries(catalog));

/** @param {Choice} g */
function defineFunction(g) {
  const [signature, source] = pickEntry(g, FUNCTIONS);
  return { signature, source: `s.db.function("${signature.split('/')[0]}", ${g.pick(OPTIONS)}${source})` };
}

/** @param {Choice} g */
function defineAggregate(g) {
  const [signature, source] = pickEntry(g, AGGREGATES);
  return { signature, source: `s.db.aggregate("${signature.split('/')[0]}", ${source})` };
}

/** @param {Choice} g */
function defineTable(g) {
  const [name, source] = pickEntry(g, TABLES);
  return { name, source: `s.db.table("${name}", ${source})` };
}

/** Returns a query that calls a user aggregate. @param {Choice} g @param {Model} model */
function aggregateQuery(g, model) {
  const table = g.pick(model.tablesOf('table'));
  const columns = table.columns.map(({ name }) => quotedName(name));
  const [name, count] = g.pick(model.aggregates).split('/');
  const call = `${name}(${Array.from({ length: Number(count) }, () => g.pick(columns)).join(', ')})`;
  const from = `from ${quotedName(table.name)}`;
  return g.pick([
    `select ${call} ${from}`,
    `select ${g.pick(columns)}, ${call} ${from} group by 1`,
    `select ${call} over (order by ${g.pick(columns)} `
      + `rows between ${g.between(0, 2)} preceding and ${g.between(0, 2)} following) ${from}`,
    `select ${call} over (partition by ${g.pick(columns)}) ${from} limit 5`,
    `select ${call} filter (where ${g.pick(columns)} is not null) ${from}`,
  ]);
}

/** SQL that uses the tables above. @type {Record<string, (g: Choice) => string[]>} */
const USES = {
  numbers: (g) => [
    `select * from numbers(${g.between(0, 3)}, ${g.between(0, 9)})`,
    `select value * 2, rowid, first from numbers where first = ${g.between(0, 3)} and last > 5`,
    `select * from numbers where first = ${g.between(0, 3)} and last = ${g.between(2, 7)} limit 2`,
    'select * from numbers(null, 5)', 'select * from numbers where first > 2',
    'create virtual table m3 using numbers(1)',
    `select a.value, b.value from numbers(1, 3) a, numbers(a.value, 4) b where b.value <> 2 order by 2 desc`,
  ],
  pairs: (g) => [
    'select *, rowid from pairs', `select *, "$1" from pairs(${g.pick(["'x'", 'null', '5', "x'00'"])})`,
    'insert into pairs values (1, 2)', 'select k, count(*) over () from pairs order by k',
  ],
  broken: () => ['select * from broken', 'select a from broken limit 1'],
  empty: () => ['select count(*), sum(a) from empty', 'select * from empty'],
  module: (g) => [
    `create virtual table if not exists ${g.pick(['m1_own_', 'm2_own_'])} using module(x, 'y z', "q")`,
    'select * from module', `select * from ${g.pick(['m1_own_', 'm2_own_'])}`,
    `select rowid, * from ${g.pick(['m1_own_', 'm2_own_'])}`, `drop table if exists ${g.pick(['m1_own_', 'm2_own_'])}`,
  ],
};

/** Returns SQL that uses a user virtual table. @param {Choice} g @param {string[]} defined */
const tableQuery = (g, defined) => g.pick(USES[g.chance(0.95) ? g.pick(defined) : g.pick(Object.keys(USES))](g));

/** Returns an invalid definition. @param {Choice} g */
const defineWrongly = (g) => g.pick([
  's.db.function()', 's.db.function("", () => 1)', 's.db.function("f")', 's.db.function("f", 5, () => 1)',
  's.db.function("f", { varargs: 1 }, () => 1)',
  's.db.function("f", Object.defineProperty(() => 1, "length", { value: 101 }))',
  's.db.function("f", Object.defineProperty(() => 1, "length", { value: -1 }))',
  's.db.aggregate("a")', 's.db.aggregate("a", null)', 's.db.aggregate("a", {})', 's.db.aggregate("a", { step: 5 })',
  's.db.aggregate("", { step() {} })',
  's.db.aggregate("a", { step() {}, inverse: 5 })', 's.db.aggregate("a", { step() {}, deterministic: null })',
  's.db.table("t")', 's.db.table("", {})', 's.db.table("x", {})',
  's.db.table("x", { columns: [], *rows() {} })', 's.db.table("x", { columns: ["a", "a"], *rows() {} })',
  's.db.table("x", { columns: ["a"], rows() {} })',
  's.db.table("x", { columns: ["a"], parameters: ["a"], *rows() {} })',
  's.db.table("x", { columns: [5], *rows() {} })', 's.db.table("x", { columns: ["a"], safeIntegers: 1, *rows() {} })',
]);

module.exports = { aggregateQuery, defineAggregate, defineFunction, defineTable, defineWrongly, tableQuery };
