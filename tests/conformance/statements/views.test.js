'use strict';

// Views of memory that lie about their size, or whose size changes: what counts is the memory that they really view.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');
const { Database } = require('../../support/engine');

const CAN_RESIZE = 'resize' in ArrayBuffer.prototype && 'grow' in SharedArrayBuffer.prototype;

/** Every property that says where a view lies, on the object itself and on its class. */
const LIES = {
  byteLength: 1000, length: 3, byteOffset: 8, buffer: new ArrayBuffer(9), BYTES_PER_ELEMENT: 100,
  [Symbol.toStringTag]: 'Float64Array',
};

/** @template {object} T @param {T} object @returns {T} */
function lying(object) {
  for (const key of Reflect.ownKeys(LIES)) Object.defineProperty(object, key, { get: () => LIES[key] });
  return object;
}

class Liar extends Uint8Array {}
lying(Liar.prototype);

/** @param {Uint8Array} bytes @param {PropertyKey} key @param {unknown} value */
const withValue = (bytes, key, value) => Object.defineProperty(bytes, key, { value });

const LONG = 'ab'.repeat(2000);

/** @type {[string, () => ArrayBufferView, string][]} What makes a view, and its bytes in hexadecimal. */
const VIEWS = [
  ['a subclass whose getters lie', () => Liar.of(1, 2, 3, 4), '01020304'],
  ['a long array of a subclass whose getters lie', () => Liar.from(Buffer.from(LONG, 'hex')), LONG],
  ['a Buffer with getters of its own', () => lying(Buffer.from('01020304', 'hex')), '01020304'],
  ['a Buffer with a longer byteLength', () => withValue(Buffer.of(1, 2), 'byteLength', 100_000), '0102'],
  ['a Buffer with a shorter byteLength', () => withValue(Buffer.of(1, 2), 'byteLength', 1), '0102'],
  ['a long Buffer with a shorter byteLength', () => withValue(Buffer.from(LONG, 'hex'), 'byteLength', 1), LONG],
  ['a byteLength that is no number', () => withValue(Buffer.of(1, 2), 'byteLength', 'two'), '0102'],
  ['another length', () => withValue(Buffer.of(1, 2), 'length', 100), '0102'],
  ['words with the prototype of bytes', () => Object.setPrototypeOf(Int32Array.of(1, 2), Uint8Array.prototype),
    '0100000002000000'],
  ['bytes with the prototype of words', () => Object.setPrototypeOf(Uint8Array.of(1, 2), Int32Array.prototype), '0102'],
  ['bytes without a prototype', () => Object.setPrototypeOf(Uint8Array.of(1, 2), null), '0102'],
  ['floating-point numbers', () => Float64Array.of(1), '000000000000F03F'],
  ['shared memory', () => new Uint8Array(new SharedArrayBuffer(3), 1).fill(5), '0505'],
  ['a detached buffer', () => {
    const view = Uint8Array.of(1, 2);
    structuredClone(view, { transfer: [view.buffer] });
    return view;
  }, ''],
];

/** @param {number[]} bytes @param {number} max @param {number} size */
function resized(bytes, max, size) {
  const buffer = new ArrayBuffer(bytes.length, { maxByteLength: max });
  const view = new Uint8Array(buffer);
  view.set(bytes);
  buffer.resize(size);
  return view;
}

/** @type {typeof VIEWS} */
const RESIZABLE = [
  ['a buffer that has grown', () => resized([1, 2], 100, 4), '01020000'],
  ['a buffer that has grown long', () => resized([1, 2], 4000, 4000), '0102'.padEnd(8000, '0')],
  ['a buffer that has shrunk', () => resized([1, 2, 3], 100, 2), '0102'],
  ['a buffer that has become too short for the view', () => {
    const { buffer } = resized([1, 2, 3], 100, 3);
    const view = new Uint8Array(buffer, 1, 2);
    buffer.resize(2);
    return view;
  }, ''],
  ['shared memory that has grown', () => {
    const buffer = new SharedArrayBuffer(1, { maxByteLength: 100 });
    const view = new Uint8Array(buffer).fill(7);
    buffer.grow(3);
    return view;
  }, '070000'],
];

for (const [name, make, hex] of CAN_RESIZE ? [...VIEWS, ...RESIZABLE] : VIEWS) {
  test(`exactly its bytes are bound and returned: ${name}`, (t) => {
    const db = scratch(t).open(':memory:');
    const expected = hex.toUpperCase();
    const statement = db.prepare('select hex(?), length(?), hex(?)').raw();
    const row = [expected, hex.length / 2, expected];
    assert.deepEqual(statement.get(make(), make(), make()), row);
    assert.deepEqual(db.prepare('select hex(@a), length(@a), hex(@a)').raw().bind({ a: make() }).get(), row);

    db.function('made', make);
    db.aggregate('collected', { start: 0, step: (_total, _value) => 0, result: make });
    db.table('listed', { columns: ['a'], *rows() { yield [make()]; yield { a: make() }; } });
    assert.deepEqual(db.prepare('select hex(made())').pluck().get(), expected);
    assert.deepEqual(db.prepare('select hex(collected(1))').pluck().get(), expected);
    assert.deepEqual(db.prepare('select hex(a) from listed').pluck().all(), [expected, expected]);
  });
}

test('a proxy of a Buffer is not a Buffer', (t) => {
  const db = scratch(t).open(':memory:');
  const proxy = new Proxy(Buffer.of(1, 2), { get: () => 1000 });
  const unbindable = typeError('SQLite3 can only bind numbers, strings, bigints, buffers, and null');
  assert.throws(() => db.prepare('select @a').get({ a: proxy }), unbindable);
});

test('an array of parameters whose length is redefined by its class has the length of its elements', (t) => {
  const db = scratch(t).open(':memory:');
  class List extends Array {
    get size() { return 5; }

    * [Symbol.iterator]() { for (;;) yield 1; }
  }
  assert.deepEqual(db.prepare('select ?, ?').raw().get(List.of(1, 2)), [1, 2]);
});

for (const [name, lie] of [
  ['a longer length', { length: 10_000_000, byteLength: 10_000_000 }],
  ['a shorter length', { length: 100, byteLength: 100 }],
  ['getters that lie', Object.getOwnPropertyDescriptors(lying({}))],
]) {
  test(`a Buffer with ${name} is opened whole`, (t) => {
    const source = scratch(t).open(':memory:');
    source.exec('create table t (a); insert into t values (7)');
    const image = source.serialize();
    for (const [key, value] of Object.entries(lie)) {
      Object.defineProperty(image, key, typeof value === 'object' ? value : { value });
    }
    const db = scratch(t).open(image);
    assert.deepEqual(db.prepare('select a from t').pluck().all(), [7]);
    assert.equal(db.serialize().toString('latin1').length, 8192);
  });
}

test('what only passes for a Buffer is opened as an empty database', () => {
  const fakes = [
    Object.create(Buffer.prototype, { length: { value: 1000 }, byteLength: { value: 1000 } }),
    new Proxy(Buffer.of(1, 2), {}),
  ];
  for (const fake of fakes) {
    const db = new Database(fake);
    assert.deepEqual(db.prepare('select count(*) from sqlite_schema').pluck().get(), 0);
    db.close();
  }
});
