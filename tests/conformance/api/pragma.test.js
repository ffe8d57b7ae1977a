'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { NOT_OPEN, rangeError, sqliteError, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const open = (t) => scratch(t).open();

test('pragma() returns row objects, or the first value with simple', (t) => {
  const db = open(t).exec('create table t (a, b)');
  assert.deepEqual(db.pragma('cache_size'), [{ cache_size: -16000 }]);
  assert.deepEqual(db.pragma('cache_size', { simple: false }), [{ cache_size: -16000 }]);
  assert.equal(db.pragma('cache_size', { simple: true }), -16000);
  assert.deepEqual(db.pragma('table_info(t)').map((row) => row.name), ['a', 'b']);
  assert.equal(db.pragma('table_info(t)', { simple: true }), 0);
});

test('a pragma without a result returns no rows', (t) => {
  const db = open(t);
  assert.deepEqual(db.pragma('unknown_pragma'), []);
  assert.equal(db.pragma('unknown_pragma', { simple: true }), undefined);
  assert.deepEqual(db.pragma('user_version = 5'), []);
  assert.equal(db.pragma('user_version = 6', { simple: true }), undefined);
  assert.equal(db.pragma('user_version', { simple: true }), 6);
});

test('pragma() changes settings', (t) => {
  const db = open(t);
  assert.deepEqual(db.pragma('journal_mode = memory'), [{ journal_mode: 'memory' }]);
  db.pragma('cache_size = 50');
  db.pragma('foreign_keys(off)');
  assert.equal(db.pragma('cache_size', { simple: true }), 50);
  assert.equal(db.pragma('foreign_keys', { simple: true }), 0);
});

test('pragma() accepts a trailing comment, a semicolon and blanks', (t) => {
  const db = open(t);
  assert.equal(db.pragma('user_version; -- end', { simple: true }), 0);
  assert.equal(db.pragma(' main.user_version ', { simple: true }), 0);
});

test('pragma() follows defaultSafeIntegers()', (t) => {
  const db = open(t).defaultSafeIntegers();
  assert.equal(db.pragma('cache_size', { simple: true }), -16000n);
  assert.deepEqual(db.pragma('user_version'), [{ user_version: 0n }]);
});

for (const options of [undefined, null, {}, [], { simple: false }, { other: 1 }]) {
  test(`pragma() accepts the options ${JSON.stringify(options)}`, (t) => {
    assert.deepEqual(open(t).pragma('user_version', options), [{ user_version: 0 }]);
  });
}

test('pragma() reads an inherited option', (t) => {
  assert.equal(open(t).pragma('user_version', Object.create({ simple: true })), 0);
});

for (const [args, message] of [
  [[], 'Expected first argument to be a string'],
  [[null], 'Expected first argument to be a string'],
  [[5], 'Expected first argument to be a string'],
  [[new String('user_version')], 'Expected first argument to be a string'],
  [[5, 'x'], 'Expected first argument to be a string'],
  [['user_version', 'simple'], 'Expected second argument to be an options object'],
  [['user_version', true], 'Expected second argument to be an options object'],
  [['user_version', () => {}], 'Expected second argument to be an options object'],
  [['user_version', { simple: undefined }], 'Expected the "simple" option to be a boolean'],
  [['user_version', { simple: 1 }], 'Expected the "simple" option to be a boolean'],
]) {
  test(`pragma(${args.map((arg) => JSON.stringify(arg) ?? typeof arg).join(', ')}) is refused`, (t) => {
    assert.throws(() => open(t).pragma(...args), typeError(message));
  });
}

test('pragma() rejects everything but a single pragma', (t) => {
  const db = open(t);
  assert.throws(
    () => db.pragma('PRAGMA user_version'),
    sqliteError('SQLITE_ERROR', 'near "user_version": syntax error'),
  );
  assert.throws(() => db.pragma(''), sqliteError('SQLITE_ERROR', 'incomplete input'));
  assert.throws(
    () => db.pragma('user_version = 9; select 1'),
    rangeError('The supplied SQL string contains more than one statement'),
  );
  assert.equal(db.pragma('user_version', { simple: true }), 0);
});

test('pragma() throws on a closed database', (t) => {
  assert.throws(() => open(t).close().pragma('user_version'), typeError(NOT_OPEN));
});

test('a pragma may return rows without columns', (t) => {
  const db = scratch(t).open(':memory:');
  db.pragma('auto_vacuum = incremental');
  db.exec('create table t (a); insert into t values (zeroblob(50000)); delete from t');
  assert.deepEqual(db.pragma('incremental_vacuum(2)'), [{}, {}]);
  assert.equal(db.pragma('incremental_vacuum(2)', { simple: true }), null);
});
