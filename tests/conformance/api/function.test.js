'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { NOT_OPEN, rangeError, sqliteError, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const open = (t, options) => scratch(t).open(':memory:', options);
const value = (db, sql, ...args) => db.prepare(sql).pluck().get(...args);

/** Returns a function with this `length`. */
const withLength = (length, fn = () => 1) => Object.defineProperty(fn, 'length', { value: length });

const fn = () => 1;
const needsBoolean = (name) => typeError(`Expected the "${name}" option to be a boolean`);

// In the order of the checks: each row also has the mistakes of the rows below it.
for (const [name, args, error] of [
  ['a missing name', [], typeError('Expected first argument to be a string')],
  ['a name that is not a string', [5, fn], typeError('Expected first argument to be a string')],
  ['a String object as name', [new String('f'), fn], typeError('Expected first argument to be a string')],
  ['a number as function', ['', 5], typeError('Expected last argument to be a function')],
  ['a missing function after options', ['f', {}], typeError('Expected last argument to be a function')],
  ['null as function', ['f', null, null], typeError('Expected last argument to be a function')],
  ['options that are not an object', ['', 5, fn], typeError('Expected second argument to be an options object')],
  ['an empty name', ['', { safeIntegers: 1 }, fn], typeError('User-defined function name cannot be an empty string')],
  ['a safeIntegers that is not a boolean',
    ['f', { varargs: 1, directOnly: 1, deterministic: 1, safeIntegers: 1 }, fn], needsBoolean('safeIntegers')],
  ['a deterministic that is not a boolean',
    ['f', { varargs: 1, directOnly: 1, deterministic: 1 }, fn], needsBoolean('deterministic')],
  ['a directOnly that is not a boolean', ['f', { varargs: 1, directOnly: 1 }, fn], needsBoolean('directOnly')],
  ['a varargs that is not a boolean', ['f', { varargs: 1 }, withLength(101)], needsBoolean('varargs')],
  ['an undefined deterministic', ['f', { deterministic: undefined }, fn], needsBoolean('deterministic')],
  ['an inherited null varargs', ['f', Object.create({ varargs: null }), fn], needsBoolean('varargs')],
  ['a negative length', ['f', withLength(-1)], typeError('Expected function.length to be a positive integer')],
  ['a fractional length', ['f', withLength(0.5)], typeError('Expected function.length to be a positive integer')],
  ['a length that is not a number', ['f', withLength('1')],
    typeError('Expected function.length to be a positive integer')],
  ['101 parameters', ['f', withLength(101)], rangeError('User-defined functions cannot have more than 100 arguments')],
]) {
  test(`function() rejects ${name}`, (t) => {
    const db = open(t);
    assert.throws(() => db.function(...args), error);
    db.close();
    assert.throws(() => db.function(...args), error);
  });
}

for (const [name, args] of [
  ['a function alone', ['f', fn]],
  ['undefined as options', ['f', undefined, fn]],
  ['null as options', ['f', null, fn]],
  ['an array as options', ['f', [], fn]],
  ['100 parameters', ['f', withLength(100)]],
  ['101 parameters with varargs', ['f', { varargs: true }, withLength(101)]],
  ['a name of 255 bytes', ['f'.repeat(255), fn]],
  ['a further argument after the function', ['f', fn, 5]],
]) {
  test(`function() accepts ${name}`, (t) => {
    const db = open(t);
    assert.equal(db.function(...args), db);
  });
}

test('function() throws on a closed database', (t) => {
  assert.throws(() => open(t).close().function('f', fn), typeError(NOT_OPEN));
});

for (const [result, type, expected] of [
  [5, 'real', 5], [-0, 'real', -0], [0.5, 'real', 0.5], [NaN, 'null', null], [Infinity, 'real', Infinity],
  [2 ** 60, 'real', 2 ** 60], [5n, 'integer', 5], [-(2n ** 63n), 'integer', -(2 ** 63)],
  ['', 'text', ''], ['abc', 'text', 'abc'], ['é漢😀\0\ufeff', 'text', 'é漢😀\0\ufeff'],
  ['x'.repeat(10_000), 'text', 'x'.repeat(10_000)], ['漢'.repeat(5000), 'text', '漢'.repeat(5000)],
  ['\ud800', 'text', '\ufffd'],
  [Buffer.from([1, 2]), 'blob', Buffer.from([1, 2])], [Buffer.alloc(0), 'blob', Buffer.alloc(0)],
  [Buffer.alloc(10_000, 7), 'blob', Buffer.alloc(10_000, 7)],
  [Uint16Array.of(1, 2).subarray(1), 'blob', Buffer.from([2, 0])],
  [null, 'null', null], [undefined, 'null', null],
]) {
  const shown = typeof result === 'string'
    ? JSON.stringify(result.slice(0, 9))
    : `${result?.constructor?.name} ${String(result).slice(0, 20)}`;

  test(`a function that returns ${shown} has a ${type} result`, (t) => {
    const db = open(t).function('f', () => result);
    assert.deepEqual(db.prepare('select f(), typeof(f())').raw().get(), [expected, type]);
  });

  test(`the result ${shown} of a function can be the argument of another`, (t) => {
    const seen = [];
    const db = open(t).function('f', () => result).function('g', (a) => seen.push(a));
    value(db, 'select g(f())');
    assert.deepEqual(seen, [expected]);
  });
}

const invalid = typeError('User-defined function f() returned an invalid value');
const tooBig = rangeError('User-defined function f() returned a bigint that was too big');
for (const [result, error] of [
  [true, invalid], [false, invalid], [Symbol('a'), invalid], [{}, invalid], [[], invalid], [[1], invalid],
  [() => {}, invalid], [new Date(), invalid], [new Number(5), invalid], [new ArrayBuffer(5), invalid],
  [Promise.resolve(), invalid],
  [2n ** 63n, tooBig], [-(2n ** 63n) - 1n, tooBig],
]) {
  test(`a function may not return ${Object.prototype.toString.call(result)} ${String(result)}`, (t) => {
    const db = open(t).function('f', () => result);
    assert.throws(() => value(db, 'select f()'), error);
    assert.throws(() => db.exec('select f()'), error);
  });
}

test('arguments are copies that the function may change', (t) => {
  const seen = [];
  const db = open(t).function('f', { varargs: true }, (...all) => {
    seen.push(...all);
    all.filter(Buffer.isBuffer).forEach((buffer) => buffer.fill(9));
  });
  const row = db.prepare("select f(a, a, 1, 0.5, 'x', null, x'') as f, a from (select x'0102' as a)").get();
  assert.deepEqual(row, { f: null, a: Buffer.from([1, 2]) });
  assert.deepEqual(seen, [Buffer.from([9, 9]), Buffer.from([9, 9]), 1, 0.5, 'x', null, Buffer.alloc(0)]);
});

for (const [name, setting, options, expected] of [
  ['by default', false, {}, ['number', 'number']],
  ['with defaultSafeIntegers()', true, {}, ['bigint', 'number']],
  ['with safeIntegers: true', false, { safeIntegers: true }, ['bigint', 'number']],
  ['with safeIntegers: false', true, { safeIntegers: false }, ['number', 'number']],
]) {
  test(`a function gets integers as ${expected[0]}s ${name}`, (t) => {
    const db = open(t).defaultSafeIntegers(setting);
    let seen;
    db.function('f', options, (a, b) => {
      seen = [typeof a, typeof b];
    });
    db.defaultSafeIntegers(!setting);
    db.prepare('select f(5, 5.0)').get();
    assert.deepEqual(seen, expected);
  });
}

test('functions of the same name are distinguished by their number of parameters', (t) => {
  const db = open(t);
  db.function('f', () => 'none').function('f', (_a) => 'one').function('F', { varargs: true }, (...all) => all.length);
  db.function('f', (_a, _b = 5, ..._c) => 'replaced');
  assert.deepEqual(db.prepare('select f(), F(1), f(1, 2, 3)').raw().get(), ['none', 'replaced', 3]);
  db.function('g', (a, b) => a + b);
  assert.throws(
    () => db.prepare('select g(1)'),
    sqliteError('SQLITE_ERROR', 'wrong number of arguments to function g()'),
  );
  assert.throws(() => db.prepare('select h(1)'), sqliteError('SQLITE_ERROR', 'no such function: h'));
});

test('built-in functions can be replaced', (t) => {
  assert.equal(value(open(t).function('abs', (a) => `abs ${a}`), 'select abs(-5)'), 'abs -5');
});

test('a function is called without this', (t) => {
  let seen = 5;
  const db = open(t).function('f', function f() {
    seen = this;
  });
  value(db, 'select f()');
  assert.equal(seen, undefined);
});

test('only a deterministic function may be used in an index', (t) => {
  const db = open(t).function('f', { deterministic: true }, (a) => a).function('g', (a) => a);
  db.exec('create table t (a); create index i on t (f(a))');
  assert.throws(
    () => db.exec('create index j on t (g(a))'),
    sqliteError('SQLITE_ERROR', 'non-deterministic functions prohibited in index expressions'),
  );
});

test('a direct-only function may not be used in a view', (t) => {
  const db = open(t).function('f', { directOnly: true }, () => 5);
  db.exec('create view v as select f()');
  assert.equal(value(db, 'select f()'), 5);
  assert.throws(() => value(db, 'select * from v'), sqliteError('SQLITE_ERROR', 'unsafe use of f()'));
});

test('a function is called for each row, also in triggers and CHECK constraints', (t) => {
  const seen = [];
  const db = open(t).function('f', (a) => (seen.push(a), a));
  db.exec(`
    create table t (a); create table u (a check (f(a) > 0));
    create trigger g after insert on t begin insert into u values (f(new.a) * 10); end;
    insert into t values (1), (2);
  `);
  assert.deepEqual(seen, [1, 10, 2, 20]);
  seen.length = 0;
  assert.deepEqual(db.prepare('select f(a) from u order by f(-a)').pluck().all(), [20, 10]);
});

test('a function gets a hundred arguments', (t) => {
  const db = open(t).function('f', { varargs: true }, (...all) => all.reduce((a, b) => a + b, 0));
  const list = Array.from({ length: 100 }, (_, i) => i);
  assert.equal(value(db, `select f(${list})`), 4950);
  assert.equal(value(db, `select f(${list.map(() => '?')})`, list), 4950);
});

test('a query calls a function two hundred thousand times', (t) => {
  const db = open(t).function('plus', (a, b) => a + b);
  const sql = 'with recursive n(i) as (select 1 union all select plus(i, 1) from n limit 200000) select max(i) from n';
  assert.equal(value(db, sql), 200_000);
});
