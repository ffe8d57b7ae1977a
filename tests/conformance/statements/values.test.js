'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { scratch } = require('../../support/scratch');

const open = (t) => scratch(t).open(':memory:');

// A value, its SQL type, its text in SQL, and the value that is returned if it is another.
const numbers = [
  [5, 'real', '5.0'],
  [0, 'real', '0.0'],
  [-1, 'real', '-1.0'],
  [2.5, 'real', '2.5'],
  [0.1, 'real', '0.1'],
  [1e300, 'real', '1.0e+300'],
  [2 ** 31, 'real', '2147483648.0'],
  [2 ** 32 + 0.5, 'real', '4294967296.5'],
  [Number.MAX_SAFE_INTEGER, 'real', '9007199254740991.0'],
  [Infinity, 'real', 'Inf'],
  [-Infinity, 'real', '-Inf'],
  [NaN, 'null', null, null],
  [5n, 'integer', '5', 5],
  [-5n, 'integer', '-5', -5],
  [0n, 'integer', '0', 0],
  [2n ** 31n, 'integer', '2147483648', 2147483648],
  [-(2n ** 31n) - 1n, 'integer', '-2147483649', -2147483649],
  [2n ** 32n, 'integer', '4294967296', 4294967296],
  [2n ** 53n + 1n, 'integer', '9007199254740993', 9007199254740992],
  [2n ** 63n - 1n, 'integer', '9223372036854775807', 9223372036854775807n + 1n],
  [-(2n ** 63n), 'integer', '-9223372036854775808', -9223372036854775808n],
];

for (const [value, type, text, returned = value] of numbers) {
  test(`${typeof value} ${value} is bound as ${type}`, (t) => {
    const statement = open(t).prepare('select typeof(@v), cast(@v as text), @v').raw();
    assert.deepEqual(statement.get({ v: value }), [type, text, returned === null ? null : Number(returned)]);
  });
}

for (const value of [-0, Number.MIN_VALUE, Number.MAX_VALUE, Number.EPSILON, 2 ** 53, -1.7976931348623157e308, 1 / 3]) {
  test(`the number ${Object.is(value, -0) ? '-0' : value} is preserved to the last bit`, (t) => {
    const db = open(t).exec('create table t (a real)');
    const statement = db.prepare('select ?').pluck();
    assert.ok(Object.is(statement.get(value), value));
    assert.ok(Object.is(statement.safeIntegers().get(value), value));
    db.prepare('insert into t values (?)').run(value);
    // A whole number in a REAL column is stored as an integer, which has no negative zero.
    assert.equal(db.prepare('select a from t').pluck().get() + 0, value + 0);
  });
}

test('a number is bound as REAL, which the affinity of a column may convert', (t) => {
  const db = open(t).exec(`
    create table t (i integer, n numeric, r real, x text, b blob, none);
    create table s (i integer, a any) strict;
  `);
  db.prepare('insert into t values (@v, @v, @v, @v, @v, @v)').run({ v: 5 });
  db.prepare('insert into s values (@v, @v)').run({ v: 5 });
  assert.deepEqual(
    db.prepare('select typeof(i), typeof(n), typeof(r), x, typeof(b), typeof(none) from t').raw().get(),
    ['integer', 'integer', 'real', '5.0', 'real', 'real'],
  );
  assert.deepEqual(db.prepare('select typeof(i), typeof(a) from s').raw().get(), ['integer', 'real']);
  assert.deepEqual(
    db.prepare("select ? || '', json_array(?), ? / 2, 7 / ?, 7 % ?").raw().get(5, 5, 5, 2, 4),
    ['5.0', '[5.0]', 2.5, 3.5, 3],
  );
  assert.deepEqual(db.prepare('select ? || \'\', ? / 2').raw().get(5n, 5n), ['5', 2]);
});

test('LIMIT accepts only a whole number', (t) => {
  const statement = open(t).prepare('select value from json_each(\'[1,2,3]\') limit ?').pluck();
  assert.deepEqual(statement.all(2), [1, 2]);
  assert.throws(() => statement.all(1.5), { code: 'SQLITE_MISMATCH', message: 'datatype mismatch' });
});

const integers = [
  0n, 1n, -1n, 2n ** 31n, -(2n ** 31n), 2n ** 53n, -(2n ** 53n), 2n ** 53n + 1n, 2n ** 62n + 3n, 2n ** 63n - 1n,
  -(2n ** 63n),
];

test('safeIntegers() returns every 64-bit integer exactly', (t) => {
  const db = open(t).exec('create table t (a integer)');
  const insert = db.prepare('insert into t values (?)');
  for (const integer of integers) insert.run(integer);
  const select = db.prepare('select a from t order by rowid').pluck();
  assert.deepEqual(select.safeIntegers().all(), integers);
  assert.deepEqual(select.safeIntegers(false).all(), integers.map(Number));
});

test('safeIntegers() does not affect other values', (t) => {
  const statement = open(t).prepare("select 5.0, 2.5, null, 'a', x'01', 5").safeIntegers().raw();
  assert.deepEqual(statement.get(), [5, 2.5, null, 'a', Buffer.from([1]), 5n]);
});

test('null and undefined are bound as NULL', (t) => {
  const statement = open(t).prepare('select typeof(@v), @v').raw();
  assert.deepEqual(statement.get({ v: null }), ['null', null]);
  assert.deepEqual(statement.get({ v: undefined }), ['null', null]);
});

const detached = () => {
  const bytes = new Uint8Array([1, 2, 3]);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
};

const views = [
  ['Buffer', Buffer.from([1, 2, 255]), '0102FF'],
  ['Buffer, part of a larger one', Buffer.from([0, 1, 2, 3]).subarray(1, 3), '0102'],
  ['Uint8Array', new Uint8Array([1, 2]), '0102'],
  ['Uint8Array at an offset', new Uint8Array(new Uint8Array([9, 1, 2, 9]).buffer, 1, 2), '0102'],
  ['Uint8ClampedArray', new Uint8ClampedArray([1, 300]), '01FF'],
  ['Int8Array', new Int8Array([-1]), 'FF'],
  ['Uint16Array', new Uint16Array([0x0102]), '0201'],
  ['Int32Array', new Int32Array([1]), '01000000'],
  ['Float64Array', new Float64Array([1]), '000000000000F03F'],
  ['BigInt64Array', new BigInt64Array([1n]), '0100000000000000'],
  ['Uint8Array over shared memory', new Uint8Array(new SharedArrayBuffer(2)).fill(7), '0707'],
  ['empty Buffer', Buffer.alloc(0), ''],
  ['empty Uint8Array', new Uint8Array(0), ''],
  ['detached Uint8Array', detached(), ''],
];

for (const [name, value, hex] of views) {
  test(`${name} is bound as BLOB`, (t) => {
    const statement = open(t).prepare('select typeof(@v), hex(@v), length(@v), @v').raw();
    const [type, sqlHex, length, returned] = statement.get({ v: value });
    assert.deepEqual([type, sqlHex, length], ['blob', hex, hex.length / 2]);
    assert.ok(Buffer.isBuffer(returned));
    assert.equal(returned.toString('hex').toUpperCase(), hex);
  });
}

test('a BLOB is returned as a Buffer with its own memory', (t) => {
  const statement = open(t).prepare('select x\'010203\', zeroblob(0), x\'040506\', zeroblob(100000)').raw();
  const [one, empty, two, large] = statement.get();
  for (const [buffer, length] of [[one, 3], [empty, 0], [two, 3], [large, 100_000]]) {
    assert.ok(Buffer.isBuffer(buffer));
    assert.equal(buffer.length, length);
    assert.equal(buffer.byteOffset, 0);
    assert.equal(buffer.buffer.byteLength, length);
  }
  assert.deepEqual(one, Buffer.from([1, 2, 3]));
  assert.deepEqual(two, Buffer.from([4, 5, 6]));
  assert.ok(large.every((byte) => byte === 0));
});

test('Buffers of many lengths with every byte are preserved', (t) => {
  const db = open(t).exec('create table t (a blob)');
  const insert = db.prepare('insert into t values (?) returning a').pluck();
  for (const length of [1, 2, 3, 255, 256, 4095, 4096, 65_535, 65_537, 1_000_000, 5_000_000]) {
    const bytes = Buffer.alloc(length, Buffer.from(Array.from({ length: 256 }, (_, i) => i)));
    assert.ok(insert.get(bytes).equals(bytes), `length ${length}`);
  }
  assert.equal(db.prepare('select sum(length(a)) from t').pluck().get(), 6_139_780);
});
