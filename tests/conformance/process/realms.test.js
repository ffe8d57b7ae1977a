'use strict';

// Values, functions and errors of another realm, such as a vm context or a test runner's.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const vm = require('node:vm');
const { SqliteError } = require('../../support/engine');
const { typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const open = (t) => scratch(t).open(':memory:');

const foreign = (source) => vm.runInNewContext(`(${source})`);

test('typed arrays of another realm are bound as BLOBs', (t) => {
  const get = open(t).prepare('select ?').pluck();
  for (const source of [
    'new Uint8Array([1, 2])', 'new Uint8Array([0, 1, 2]).subarray(1)', 'new Int16Array([0x0201])',
  ]) {
    assert.deepEqual(get.get(foreign(source)), Buffer.from([1, 2]), source);
  }
});

test('options objects of another realm are read and checked', (t) => {
  const place = scratch(t);
  const db = place.open('test.db', foreign('{ timeout: 10, verbose: null }'));
  assert.throws(() => place.open('missing.db', foreign('{ fileMustExist: true }')), { code: 'SQLITE_CANTOPEN' });
  assert.equal(db.pragma('user_version', foreign('{ simple: true }')), 0);
  assert.throws(
    () => place.open('test.db', foreign('{ timeout: {} }')),
    typeError('Expected the "timeout" option to be a positive integer'),
  );
});

test('functions and aggregates of another realm can be registered', (t) => {
  const db = open(t);
  db.function('bytes', foreign('(text) => new Uint8Array([text.length])'));
  db.function('plus', foreign('{ deterministic: true }'), foreign('(a, b) => a + b'));
  const total = '{ start: () => 0, step: (total, value) => total + value, result: (total) => -total }';
  db.aggregate('total', foreign(total));
  assert.deepEqual(db.prepare("select bytes('abc'), plus(1, 2), total(5)").raw().get(), [Buffer.from([3]), 3, -5]);
  db.function('refused', foreign('() => new Date(0)'));
  assert.throws(
    () => db.exec('select refused()'),
    typeError('User-defined function refused() returned an invalid value'),
  );
});

test('a virtual table may yield rows of another realm', (t) => {
  const db = open(t);
  const rows = foreign("[[1, 'a'], { a: 2, b: 'b' }]");
  db.table('v', { columns: foreign("['a', 'b']"), *rows() { yield* rows; } });
  assert.deepEqual(db.prepare('select * from v').raw().all(), [[1, 'a'], [2, 'b']]);
});

test('values of another realm that a callback throws are passed on unchanged', (t) => {
  const db = open(t);
  for (const source of [
    "new TypeError('a')", "new Error('b', { cause: 5 })", "Object.assign(new RangeError('c'), { code: 'C' })", '{}',
  ]) {
    const error = foreign(source);
    const fail = () => {
      throw error;
    };
    db.function('fail', fail);
    assert.throws(() => db.exec('select fail()'), (thrown) => thrown === error);
    assert.throws(() => db.transaction(fail)(), (thrown) => thrown === error);
    assert.equal(db.inTransaction, false);
  }
});

test('errors of the package are of its own realm', (t) => {
  const db = open(t);
  const caught = foreign('(run) => { try { run() } catch (error) { return error } }');
  const reported = caught(() => db.exec('nonsense'));
  assert.ok(reported instanceof SqliteError && reported instanceof Error);
  assert.ok(caught(() => db.prepare('select ?').get()) instanceof RangeError);
});

test('a function of another realm can be a transaction function', (t) => {
  const db = open(t);
  const twice = db.transaction(foreign('(value) => value * 2'));
  assert.equal(twice(4), 8);
  assert.equal(twice.immediate(5), 10);
});

test('rows are objects of the realm of the package', (t) => {
  const db = open(t);
  assert.equal(Object.getPrototypeOf(db.prepare('select 1 as a').get(foreign('[]'))), Object.prototype);
  assert.ok(db.prepare('select 1').raw().get(foreign('{}')) instanceof Array);
});
