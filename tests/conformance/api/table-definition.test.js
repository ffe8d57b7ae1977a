'use strict';

// The rules for the definitions of table(), for objects and for factories.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const vm = require('node:vm');
const { NOT_OPEN, rangeError, sqliteError, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const open = (t) => scratch(t).open(':memory:');

function* rows() {}

const withLength = (length) => Object.defineProperty(function* rows() {}, 'length', { value: length });

const isString = typeError('Expected first argument to be a string');
const isDefinition = typeError('Expected second argument to be a function or a table definition object');

for (const [name, args, error] of [
  ['a missing name', [], isString],
  ['a numeric name', [5, 5], isString],
  ['an empty name', ['', 5], typeError('Virtual table module name cannot be an empty string')],
  ['a missing definition', ['v'], isDefinition],
  ['null as definition', ['v', null], isDefinition],
  ['a string as definition', ['v', 'create table x(a)'], isDefinition],
]) {
  test(`table() rejects ${name}`, (t) => {
    const db = open(t);
    assert.throws(() => db.table(...args), error);
    db.close();
    assert.throws(() => db.table(...args), error);
  });
}

test('table() throws on a closed database', (t) => {
  assert.throws(() => open(t).close().table('v', { rows, columns: ['a'] }), typeError(NOT_OPEN));
});

const names = (count, prefix = 'p') => Array.from({ length: count }, (_, i) => `${prefix}${i}`);
const ROWS = 'with an invalid "rows" property (should be a generator function)';
const COLUMNS = 'with an invalid "columns" property (should be an array of strings)';
const PARAMETERS = 'with an invalid "parameters" property (should be an array of strings)';
const columns = ['a'];

// In the order of the checks. The last element is the error's class if that is not TypeError.
const problems = [
  ['no properties', {}, 'without a "rows" property'],
  ['inherited rows', Object.create({ rows, columns }), 'without a "rows" property'],
  ['no columns', { rows: 5 }, 'without a "columns" property'],
  ['rows that are not a function', { rows: 5, columns: 5 }, ROWS],
  ['rows that are an ordinary function', { rows: () => [], columns }, ROWS],
  ['rows that are an async generator', { async *rows() {}, columns }, ROWS],
  ['a generator function of another realm', { rows: vm.runInNewContext('(function*(){})'), columns }, ROWS],
  ['undefined columns', { rows, columns: undefined }, COLUMNS],
  ['columns that are a string', { rows, columns: 'a' }, COLUMNS],
  ['a column that is not a string', { rows, columns: ['a', 5] }, COLUMNS],
  ['a hole in columns', { rows, columns: ['a', , 'b'] }, COLUMNS], // eslint-disable-line no-sparse-arrays
  ['duplicate columns', { rows, columns: ['a', 'b', 'a'], parameters: 5 }, 'with duplicate column names'],
  ['zero columns', { rows, columns: [], parameters: 5 }, 'with zero columns', rangeError],
  ['undefined parameters', { rows, columns, parameters: undefined }, PARAMETERS],
  ['a parameter that is not a string', { rows, columns, parameters: [null] }, PARAMETERS],
  ['duplicate parameters', { rows, columns, parameters: [...names(40), 'p0'] }, 'with duplicate parameter names'],
  ['33 parameters', { rows, columns: ['p0'], parameters: names(33) },
    'with more than the maximum number of 32 parameters', rangeError],
  ['33 parameters of rows', { rows: withLength(33), columns },
    'with more than the maximum number of 32 parameters', rangeError],
  ['one name for a column and a parameter', { rows, columns: ['a', 'b'], parameters: ['c', 'b'], safeIntegers: 5 },
    'with column "b" which was ambiguously defined as both a column and parameter'],
  ['a column named like a default parameter', { rows: withLength(1), columns: ['$1'] },
    'with column "$1" which was ambiguously defined as both a column and parameter'],
  ['a safeIntegers that is not a boolean', { rows, columns, safeIntegers: undefined, directOnly: 5 },
    'with an invalid "safeIntegers" property (should be a boolean)'],
  ['a directOnly that is not a boolean', { rows, columns, directOnly: 1 },
    'with an invalid "directOnly" property (should be a boolean)'],
];

for (const [name, definition, problem, error = typeError] of problems) {
  test(`a definition with ${name} is refused`, (t) => {
    const db = open(t);
    assert.throws(
      () => db.table('v', definition),
      error(`Virtual table module "v" used a table definition ${problem}`),
    );
    db.table('v', () => definition);
    const returned = error(`Virtual table module "v" returned a table definition ${problem}`);
    assert.throws(() => db.exec('create virtual table t using v'), returned);
    assert.throws(() => db.prepare('create virtual table t using v').run(), returned);
  });
}

for (const length of [-1, 0.5, '1', NaN]) {
  test(`rows may not have the length ${length}`, (t) => {
    const db = open(t);
    const definition = { rows: withLength(length), columns };
    const error = typeError('Expected function.length to be a positive integer');
    assert.throws(() => db.table('v', definition), error);
    db.table('v', { ...definition, parameters: [] });
  });
}

for (const result of [undefined, null, 5, 'a', () => {}]) {
  test(`a factory may not return ${typeof result} ${result}`, (t) => {
    const db = open(t).table('v', () => result);
    assert.throws(
      () => db.exec('create virtual table t using v'),
      typeError('Virtual table module "v" did not return a table definition object'),
    );
  });
}

test('column names are quoted', (t) => {
  const odd = ['a"b', "c'd", 'e f', 'select', '', '漢', 'x HIDDEN', '$1'];
  const db = open(t).table('v', { columns: odd, *rows() { yield odd; } });
  assert.deepEqual(db.prepare('select * from v').get(), Object.fromEntries(odd.map((name) => [name, name])));
});

for (const columns of [['a', 'A'], ['a\0b']]) {
  test(`SQLite refuses the columns ${JSON.stringify(columns)}`, (t) => {
    const db = open(t).table('v', { columns, rows });
    assert.throws(
      () => db.prepare('select * from v'),
      sqliteError('SQLITE_ERROR', 'failed to declare virtual table "v"'),
    );
  });
}

test('table() reads each property of a definition once, in a fixed order', (t) => {
  const log = [];
  const definition = new Proxy({ rows, columns, parameters: [], safeIntegers: false, directOnly: false }, {
    get: (target, key) => (log.push(key), target[key]),
    getOwnPropertyDescriptor: (target, key) => {
      log.push(`own ${String(key)}`);
      return Object.getOwnPropertyDescriptor(target, key);
    },
  });
  const db = open(t).table('v', definition);
  db.prepare('select * from v').all();
  assert.deepEqual(log, [
    'own rows', 'own columns', 'rows', 'columns', 'own parameters', 'parameters', 'own safeIntegers', 'safeIntegers',
    'own directOnly', 'directOnly',
  ]);
});

test('later changes of a definition have no effect', (t) => {
  const definition = { columns: ['a'], parameters: ['p'], *rows(p) { yield [p]; } };
  const db = open(t).table('v', definition);
  definition.columns.push('b');
  definition.parameters[0] = 'q';
  definition.rows = null;
  assert.deepEqual(db.prepare('select a, p from v(5)').raw().all(), [[5, 5]]);
});
