'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const vm = require('node:vm');
const { STATEMENT_BUSY, rangeError, sqliteError, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const open = (t) => scratch(t).open(':memory:');

const foreign = (source) => vm.runInNewContext(`(${source})`);
const withGetter = Object.defineProperty({}, 'a', { get: () => 1, enumerable: false });
const ownProto = JSON.parse('{"__proto__": 1}');

// SQL, arguments, the expected row in raw mode, and a name if JSON does not describe the arguments.
const accepted = [
  ['select 1', [], [1]],
  ['select 1', [[]], [1]],
  ['select 1', [{}], [1]],
  ['select 1', [[], {}, []], [1]],
  ['select 1', [{ extra: Symbol('never read') }], [1], 'an object with an unused symbol'],
  ['select ?, ?', [1, 2], [1, 2]],
  ['select ?, ?', [[1, 2]], [1, 2]],
  ['select ?, ?', [[1], [2]], [1, 2]],
  ['select ?, ?, ?', [1, [2, 3]], [1, 2, 3]],
  ['select ?, ?, ?', [[1, 2], [], 3], [1, 2, 3]],
  ['select ?, ?', [foreign('[1, 2]')], [1, 2], 'an array of another realm'],
  ['select ?, ?', [[, 2]], [null, 2]], // eslint-disable-line no-sparse-arrays -- a hole is the case
  ['select ?, ?', [undefined, null], [null, null]],
  ['select ?, ?', [1, 2, { extra: 1 }], [1, 2]],
  ['select @a, :b, $c', [{ a: 1, b: 2, c: 3 }], [1, 2, 3]],
  ['select @a, :a, $a', [{ a: 1 }], [1, 1, 1]],
  ['select @a, @a', [{ a: 1 }], [1, 1]],
  ['select @a, @A', [{ a: 1, A: 2 }], [1, 2]],
  ['select @a', [{ a: undefined }], [null], 'an undefined property'],
  ['select @a', [foreign('{ a: 1 }')], [1], 'an object of another realm'],
  ['select @a', [Object.assign(Object.create(null), { a: 1 })], [1], 'an object without a prototype'],
  ['select @a', [withGetter], [1], 'a getter that is not enumerable'],
  ['select @__proto__', [ownProto], [1]],
  ['select @a', [new Proxy({ a: 1 }, {})], [1], 'a proxy'],
  ['select @length, :0', [(function list() { return arguments; })(5)], [1, 5], 'an arguments object'],
  ['select ?1, ?2', [{ 1: 'x', 2: 'y' }], ['x', 'y']],
  ['select ?2', ['first', { 2: 'y' }], ['y']],
  ['select ?, @a, ?', [1, 2, { a: 'x' }], [1, 'x', 2]],
  ['select ?, @a, ?', [{ a: 'x' }, 1, 2], [1, 'x', 2]],
  ['select ?, @a, ?', [1, { a: 'x' }, [2]], [1, 'x', 2]],
  ['select @é', [{ é: 1 }], [1]],
];

for (const [sql, args, row, name] of accepted) {
  test(`accepted: ${sql} with ${name ?? JSON.stringify(args)}`, (t) => {
    const db = open(t);
    const statement = db.prepare(sql).raw();
    assert.deepEqual(statement.get(...args), row);
    assert.deepEqual(statement.all(...args), [row]);
    assert.deepEqual([...statement.iterate(...args)], [row]);
    assert.deepEqual(db.prepare(sql).raw().bind(...args).get(), row);
  });
}

const tooFew = rangeError('Too few parameter values were provided');
const tooMany = rangeError('Too many parameter values were provided');
const missingObject = typeError('Missing named parameters');
const missing = (name) => rangeError(`Missing named parameter "${name}"`);
const twoObjects = typeError('You cannot specify named parameters in two different objects');
const notPlain = typeError('Named parameters can only be passed within plain objects');
const unsupported = typeError('SQLite3 can only bind numbers, strings, bigints, buffers, and null');
const tooBig = rangeError('The bound string, buffer, or bigint is too big');

class Point { a = 1; }

const refused = [
  ['select ?', [], tooFew],
  ['select ?', [[]], tooFew],
  ['select ?', [{}], tooFew],
  ['select ?, ?', [1], tooFew],
  ['select ?, @a', [{ a: 1 }], tooFew],
  ['select ?2', [{ 2: 1 }], tooFew],
  ['select 1', [undefined], tooMany],
  ['select 1', [null], tooMany],
  ['select 1', [1], tooMany],
  ['select ?', [1, 2], tooMany],
  ['select ?', [[1, 2]], tooMany],
  ['select ?', [[1], 2], tooMany],
  ['select ?', [1, 2, Symbol('later')], tooMany],
  ['select @a', [1], tooMany],
  ['select @a', [], missingObject],
  ['select @a', [[]], missingObject],
  ['select ?, @a', [1], missingObject],
  ['select ?1', [], missingObject],
  ['select @a', [{}], missing('a')],
  ['select :a, $b', [{ a: 1 }], missing('b')],
  ['select @a', [{ '@a': 1 }], missing('a')],
  ['select @a', [{ A: 1 }], missing('a')],
  ['select @a', [Object.create(null)], missing('a')],
  ['select ?1', [{ '?1': 1 }], missing('1')],
  ['select @toString', [{}], missing('toString')],
  ['select @a', [{}, { a: 1 }], missing('a')],
  ['select @a', [{ a: 1 }, {}], twoObjects],
  ['select 1', [{}, {}], twoObjects],
  ['select @a', [Object.create({ a: 1 })], notPlain, 'an object that inherits its properties'],
  ['select @a', [new Point()], notPlain],
  ['select @a', [new Map([['a', 1]])], notPlain],
  ['select @a', [() => {}], notPlain],
  ['select @a', [new Date(0)], notPlain],
  ['select ?', [new Point()], unsupported],
  ['select ?', [new Date(0)], unsupported],
  ['select ?', [new Map()], unsupported],
  ['select ?', [/a/], unsupported],
  ['select ?', [() => {}], unsupported],
  ['select ?', [true], unsupported],
  ['select ?', [false], unsupported],
  ['select ?', [Symbol('a')], unsupported],
  ['select ?', [Object(1)], unsupported],
  ['select ?', [Object('a')], unsupported],
  ['select ?', [new ArrayBuffer(8)], unsupported],
  ['select ?', [new SharedArrayBuffer(8)], unsupported],
  ['select ?', [[[]]], unsupported],
  ['select ?', [[{}]], unsupported],
  ['select @a', [{ a: true }], unsupported],
  ['select @a', [{ a: [] }], unsupported],
  ['select @a', [{ a: {} }], unsupported],
  ['select ?', [1, true], unsupported],
  ['select 1', [true], unsupported],
  ['select ?', [2n ** 63n], tooBig],
  ['select ?', [-(2n ** 63n) - 1n], tooBig],
  ['select @a', [{ a: 2n ** 64n }], tooBig],
];

const show = (value) => (typeof value === 'object' && value !== null
  ? `${value.constructor?.name} ${JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? `${v}n` : v))}`
  : String(value));

for (const [sql, args, error, name] of refused) {
  test(`refused: ${sql} with (${name ?? args.map(show).join(', ')})`, (t) => {
    const db = open(t);
    const statement = db.prepare(sql);
    for (const method of ['run', 'get', 'all', 'iterate', 'bind']) {
      assert.throws(() => statement[method](...args), error, method);
    }
    assert.equal(statement.busy, false);
  });
}

test('an error thrown by a getter is passed on, and the statement can be used again', (t) => {
  const statement = open(t).prepare('select @a').pluck();
  const mine = { not: 'an error' };
  let caught;
  try {
    statement.get({ get a() { throw mine; } });
  } catch (error) {
    caught = error;
  }
  assert.equal(caught, mine);
  assert.equal(statement.get({ a: 5 }), 5);
});

test('no value stays bound after an execution or a failure', (t) => {
  const db = open(t).exec('create table t (a, b)');
  const statement = db.prepare('insert into t values (?, ?)');
  statement.run('kept', 'kept');
  assert.throws(() => statement.run('only one'), tooFew);
  assert.throws(() => statement.run('one', true), unsupported);
  assert.throws(() => statement.run(), tooFew);
  assert.equal(statement.toString(), statement.source);
  assert.deepEqual(db.prepare('select * from t').raw().all(), [['kept', 'kept']]);
});

test('bind() binds permanently and may be called once', (t) => {
  const statement = open(t).prepare('select ?, @a').raw();
  assert.equal(statement.bind(1, { a: 2 }), statement);
  assert.deepEqual(statement.get(), [1, 2]);
  assert.deepEqual(statement.all(), [[1, 2]]);
  assert.deepEqual([...statement.iterate()], [[1, 2]]);
  assert.deepEqual(statement.run(), { changes: 0, lastInsertRowid: 0 });
  for (const args of [[], [1, { a: 2 }]]) {
    assert.throws(
      () => statement.bind(...args),
      typeError('The bind() method can only be invoked once per statement object'),
    );
  }
  for (const argument of [1, undefined, null, [], {}]) {
    for (const method of ['run', 'get', 'all', 'iterate']) {
      assert.throws(() => statement[method](argument), typeError('This statement already has bound parameters'));
    }
  }
  assert.deepEqual(statement.get(), [1, 2]);
});

test('bind() may be called once even for a statement without parameters', (t) => {
  const statement = open(t).prepare('select 1').bind();
  assert.throws(() => statement.bind(), typeError('The bind() method can only be invoked once per statement object'));
  assert.throws(() => statement.get([]), typeError('This statement already has bound parameters'));
});

test('a failed bind() can be tried again', (t) => {
  const statement = open(t).prepare('select ?, ?').raw();
  assert.throws(() => statement.bind(1), tooFew);
  assert.throws(() => statement.bind(1, true), unsupported);
  assert.throws(() => statement.get(), tooFew);
  assert.deepEqual(statement.bind(3, 4).get(), [3, 4]);
});

test('bound values are copies', (t) => {
  const bytes = Buffer.from([1, 2, 3]);
  const statement = open(t).prepare('select ?').pluck().bind(bytes);
  bytes.fill(9);
  const got = statement.get();
  assert.deepEqual(got, Buffer.from([1, 2, 3]));
  got.fill(7);
  assert.deepEqual(statement.get(), Buffer.from([1, 2, 3]));
});

test('bind() is refused while the statement iterates', (t) => {
  const statement = open(t).prepare('select ?');
  const iterator = statement.iterate(1);
  assert.throws(() => statement.bind(1), typeError(STATEMENT_BUSY));
  iterator.return();
  statement.bind(1);
});

test('binding a value over the length limit throws', (t) => {
  const statement = open(t).prepare('select length(?)').pluck();
  assert.throws(() => statement.get(Buffer.allocUnsafeSlow(536_870_889)), tooBig);
  assert.equal(statement.get('a'), 1);
});

test('a statement may have 32766 parameters, and no more', (t) => {
  const db = open(t);
  const rows = (count) => `select count(*), sum(column1) from (values ${Array(count).fill('(?)').join(',')})`;
  const values = Array.from({ length: 32_766 }, (_, i) => i);
  const statement = db.prepare(rows(32_766)).raw();
  assert.deepEqual(statement.get(values), [32_766, 536_788_995]);
  assert.deepEqual(statement.get(...values), [32_766, 536_788_995]);
  assert.throws(() => statement.get(values.slice(1)), tooFew);
  assert.throws(() => statement.get(...values, 1), tooMany);
  for (const count of [32_767, 40_000]) {
    assert.throws(() => db.prepare(rows(count)), sqliteError('SQLITE_ERROR', 'too many SQL variables'));
  }
});

test('a statement may have 900 named parameters', (t) => {
  const names = Array.from({ length: 900 }, (_, i) => `name${i}`);
  const statement = open(t).prepare(`select ${names.map((name) => `@${name} as ${name}`).join(',')}`);
  const values = Object.fromEntries(names.map((name, i) => [name, i]));
  assert.deepEqual(statement.get(values), values);
});
