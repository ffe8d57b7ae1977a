'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Database } = require('../../support/engine');
const { CONNECTION_BUSY, NOT_OPEN, error, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const isString = typeError('Expected the "attached" option to be a string');

for (const [name, options, expected] of [
  ['a string', 'main', typeError('Expected first argument to be an options object')],
  ['a function', () => {}, typeError('Expected first argument to be an options object')],
  ['an undefined attached', { attached: undefined }, isString],
  ['a null attached', { attached: null }, isString],
  ['an inherited attached', Object.create({ attached: 5 }), isString],
  ['an empty attached', { attached: '' }, typeError('The "attached" option cannot be an empty string')],
]) {
  test(`serialize() rejects ${name}`, (t) => {
    const db = scratch(t).open(':memory:');
    assert.throws(() => db.serialize(options), expected);
    db.close();
    assert.throws(() => db.serialize(options), expected);
  });
}

for (const [name, args] of [
  ['no argument', []], ['undefined', [undefined]], ['null', [null]], ['an array', [[]]],
  ['main as attached', [{ attached: 'main' }]],
]) {
  test(`serialize() accepts ${name}`, (t) => {
    const db = scratch(t).open(':memory:').exec('create table t (a); insert into t values (5)');
    const copy = db.serialize(...args);
    assert.ok(Buffer.isBuffer(copy));
    const other = scratch(t).open(copy);
    assert.equal(other.prepare('select a from t').pluck().get(), 5);
  });
}

test('serialize() returns the bytes of the file', (t) => {
  const place = scratch(t);
  const db = place.open('test.db').exec('create table t (a); insert into t values (5)');
  assert.deepEqual(db.serialize(), place.read('test.db'));
});

test('serialize() copies an attached database', (t) => {
  const db = scratch(t).open(':memory:').exec("attach ':memory:' as other; create table other.t (a)");
  const copy = scratch(t).open(db.serialize({ attached: 'other' }));
  assert.deepEqual(copy.prepare('select name from sqlite_schema').pluck().all(), ['t']);
  assert.equal(db.serialize().length, 4096);
  assert.throws(() => db.serialize({ attached: 'absent' }), error('Out of memory'));
});

test('serialize() includes uncommitted changes', (t) => {
  const db = scratch(t).open('test.db').exec('create table t (a); begin; insert into t values (5)');
  assert.equal(new Database(db.serialize()).prepare('select a from t').pluck().get(), 5);
  assert.equal(db.inTransaction, true);
});

test('an empty database serializes to one page, an empty Buffer to no bytes', (t) => {
  const place = scratch(t);
  assert.equal(place.open(':memory:').serialize().length, 4096);
  assert.equal(place.open('').serialize().length, 4096);
  assert.equal(place.open(Buffer.alloc(0)).serialize().length, 0);
});

test('serialize() copies a database of 50 MB', (t) => {
  const db = scratch(t).open(':memory:').exec('create table t (a); insert into t values (randomblob(50000000))');
  const copy = db.serialize();
  assert.ok(copy.length > 50_000_000);
  const other = scratch(t).open(copy);
  assert.equal(other.prepare('pragma integrity_check').pluck().get(), 'ok');
});

test('the serialized copy of a WAL database includes the WAL', (t) => {
  const db = scratch(t).open('test.db');
  db.pragma('journal_mode = wal');
  db.exec('create table t (a); insert into t values (5)');
  const copy = db.serialize();
  assert.deepEqual([copy[18], copy[19]], [2, 2]);
  copy[18] = copy[19] = 1;
  assert.equal(new Database(copy).prepare('select a from t').pluck().get(), 5);
});

test('a serialized copy is independent of the database', (t) => {
  const db = scratch(t).open(':memory:').exec('create table t (a)');
  const copy = db.serialize();
  const before = Buffer.from(copy);
  db.exec('insert into t values (5)');
  assert.deepEqual(copy, before);
  copy.fill(0);
  assert.equal(db.prepare('select a from t').pluck().get(), 5);
});

test('serialize() throws on a busy or closed connection', (t) => {
  const db = scratch(t).open(':memory:');
  const iterator = db.prepare('select 1').iterate();
  assert.throws(() => db.serialize(), typeError(CONNECTION_BUSY));
  db.unsafeMode();
  assert.throws(() => db.serialize(), typeError(CONNECTION_BUSY));
  iterator.return();
  assert.throws(() => db.close().serialize(), typeError(NOT_OPEN));
});
