'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { NOT_OPEN, rangeError, sqliteError, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const open = (t, options) => scratch(t).open(':memory:', options);
const value = (db, sql, ...given) => db.prepare(sql).pluck().get(...given);

/** A function that says it has that many parameters. */
const withLength = (length, fn = () => 1) => Object.defineProperty(fn, 'length', { value: length });

const fn = () => 1;
const ofOption = (name) => typeError(`Expected the "${name}" option to be a boolean`);

// In the order in which they are checked: each row has all the mistakes of those below it.
for (const [name, given, error] of [
  ['no name', [], typeError('Expected first argument to be a string')],
  ['a name that is no string', [5, fn], typeError('Expected first argument to be a string')],
  ['a String object', [new String('f'), fn], typeError('Expected first argument to be a string')],
  ['no function', ['', 5], typeError('Expected last argument to be a function')],
  ['no function after options', ['f', {}], typeError('Expected last argument to be a function')],
  ['null for a function', ['f', null, null], typeError('Expected last argument to be a function')],
  ['options that are no object', ['', 5, fn], typeError('Expected second argument to be an options object')],
  ['an empty name', ['', { safeIntegers: 1 }, fn], typeError('User-defined function name cannot be an empty string')],
  ['safeIntegers', ['f', { varargs: 1, directOnly: 1, deterministic: 1, safeIntegers: 1 }, fn], ofOption('safeIntegers')],
  ['deterministic', ['f', { varargs: 1, directOnly: 1, deterministic: 1 }, fn], ofOption('deterministic')],
  ['directOnly', ['f', { varargs: 1, directOnly: 1 }, fn], ofOption('directOnly')],
  ['varargs', ['f', { varargs: 1 }, withLength(101)], ofOption('varargs')],
  ['an own undefined', ['f', { deterministic: undefined }, fn], ofOption('deterministic')],
  ['an inherited option', ['f', Object.create({ varargs: null }), fn], ofOption('varargs')],
  ['a length below 0', ['f', withLength(-1)], typeError('Expected function.length to be a positive integer')],
  ['a length with a fraction', ['f', withLength(0.5)], typeError('Expected function.length to be a positive integer')],
  ['a length that is no number', ['f', withLength('1')], typeError('Expected function.length to be a positive integer')],
  ['101 parameters', ['f', withLength(101)], rangeError('User-defined functions cannot have more than 100 arguments')],
]) {
  test(`function() refuses ${name}`, (t) => {
    const db = open(t);
    assert.throws(() => db.function(...given), error);
    db.close();
    assert.throws(() => db.function(...given), error);
  });
}

for (const [name, given] of [
  ['a function alone', ['f', fn]],
  ['undefined for options', ['f', undefined, fn]],
  ['null for options', ['f', null, fn]],
  ['an array for options', ['f', [], fn]],
  ['100 parameters', ['f', withLength(100)]],
  ['101 parameters with varargs', ['f', { varargs: true }, withLength(101)]],
  ['a name of 255 bytes', ['f'.repeat(255), fn]],
  ['a function before another', ['f', fn, 5]],
]) {
  test(`function() takes ${name}`, (t) => {
    const db = open(t);
    assert.equal(db.function(...given), db);
  });
}

test('a closed database takes no function', (t) => {
  assert.throws(() => open(t).close().function('f', fn), typeError(NOT_OPEN));
});

for (const [given, type, back] of [
  [5, 'real', 5], [-0, 'real', -0], [0.5, 'real', 0.5], [NaN, 'null', null], [Infinity, 'real', Infinity],
  [2 ** 60, 'real', 2 ** 60], [5n, 'integer', 5], [-(2n ** 63n), 'integer', -(2 ** 63)], ['', 'text', ''], ['abc', 'text', 'abc'],
  ['é漢😀\0\ufeff', 'text', 'é漢😀\0\ufeff'], ['x'.repeat(10_000), 'text', 'x'.repeat(10_000)], ['漢'.repeat(5000), 'text', '漢'.repeat(5000)],
  ['\ud800', 'text', '\ufffd'],
  [Buffer.from([1, 2]), 'blob', Buffer.from([1, 2])], [Buffer.alloc(0), 'blob', Buffer.alloc(0)],
  [Buffer.alloc(10_000, 7), 'blob', Buffer.alloc(10_000, 7)], [Uint16Array.of(1, 2).subarray(1), 'blob', Buffer.from([2, 0])],
  [null, 'null', null], [undefined, 'null', null],
]) {
  const shown = typeof given === 'string' ? JSON.stringify(given.slice(0, 9)) : `${given?.constructor?.name} ${String(given).slice(0, 20)}`;

  test(`${shown} becomes ${type}`, (t) => {
    const db = open(t).function('f', () => given);
    assert.deepEqual(db.prepare('select f(), typeof(f())').raw().get(), [back, type]);
  });

  test(`${shown} goes through SQL into another function`, (t) => {
    const seen = [];
    const db = open(t).function('f', () => given).function('g', (a) => seen.push(a));
    value(db, 'select g(f())');
    assert.deepEqual(seen, [back]);
  });
}

const invalid = typeError('User-defined function f() returned an invalid value');
const tooBig = rangeError('User-defined function f() returned a bigint that was too big');
for (const [given, error] of [
  [true, invalid], [false, invalid], [Symbol('a'), invalid], [{}, invalid], [[], invalid], [[1], invalid], [() => {}, invalid],
  [new Date(), invalid], [new Number(5), invalid], [new ArrayBuffer(5), invalid], [Promise.resolve(), invalid],
  [2n ** 63n, tooBig], [-(2n ** 63n) - 1n, tooBig],
]) {
  test(`${Object.prototype.toString.call(given)} ${String(given)} is no result`, (t) => {
    const db = open(t).function('f', () => given);
    assert.throws(() => value(db, 'select f()'), error);
    assert.throws(() => db.exec('select f()'), error);
  });
}

test('arguments are values of their own', (t) => {
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
  ['with the default of the database', true, {}, ['bigint', 'number']],
  ['with the option', false, { safeIntegers: true }, ['bigint', 'number']],
  ['with the option off', true, { safeIntegers: false }, ['number', 'number']],
]) {
  test(`integers ${name}`, (t) => {
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

test('the number of parameters tells functions apart', (t) => {
  const db = open(t);
  db.function('f', () => 'none').function('f', (_a) => 'one').function('F', { varargs: true }, (...all) => all.length);
  db.function('f', (_a, _b = 5, ..._c) => 'replaced');
  assert.deepEqual(db.prepare('select f(), F(1), f(1, 2, 3)').raw().get(), ['none', 'replaced', 3]);
  db.function('g', (a, b) => a + b);
  assert.throws(() => db.prepare('select g(1)'), sqliteError('SQLITE_ERROR', 'wrong number of arguments to function g()'));
  assert.throws(() => db.prepare('select h(1)'), sqliteError('SQLITE_ERROR', 'no such function: h'));
});

test('built-in functions can be replaced', (t) => {
  assert.equal(value(open(t).function('abs', (a) => `abs ${a}`), 'select abs(-5)'), 'abs -5');
});

test('this is undefined', (t) => {
  let seen = 5;
  const db = open(t).function('f', function f() {
    seen = this;
  });
  value(db, 'select f()');
  assert.equal(seen, undefined);
});

test('deterministic functions may be in an index', (t) => {
  const db = open(t).function('f', { deterministic: true }, (a) => a).function('g', (a) => a);
  db.exec('create table t (a); create index i on t (f(a))');
  assert.throws(
    () => db.exec('create index j on t (g(a))'),
    sqliteError('SQLITE_ERROR', 'non-deterministic functions prohibited in index expressions'),
  );
});

test('direct-only functions may not be in a view', (t) => {
  const db = open(t).function('f', { directOnly: true }, () => 5);
  db.exec('create view v as select f()');
  assert.equal(value(db, 'select f()'), 5);
  assert.throws(() => value(db, 'select * from v'), sqliteError('SQLITE_ERROR', 'unsafe use of f()'));
});

test('a function is called for each row, also in triggers and checks', (t) => {
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

test('a hundred arguments', (t) => {
  const db = open(t).function('f', { varargs: true }, (...all) => all.reduce((a, b) => a + b, 0));
  const list = Array.from({ length: 100 }, (_, i) => i);
  assert.equal(value(db, `select f(${list})`), 4950);
  assert.equal(value(db, `select f(${list.map(() => '?')})`, list), 4950);
});

test('two hundred thousand calls', (t) => {
  const db = open(t).function('plus', (a, b) => a + b);
  const sql = 'with recursive n(i) as (select 1 union all select plus(i, 1) from n limit 200000) select max(i) from n';
  assert.equal(value(db, sql), 200_000);
});
