'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { SqliteError, engine } = require('../../support/engine');
const { CONNECTION_BUSY, NOT_OPEN, sqliteError, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');
const { windows } = require('../../support/system');

const first = typeError('Expected first argument to be a string');
const second = typeError('Expected second argument to be a string');

for (const [name, args, expected] of [
  ['a missing path', [], first], ['null', [null], first], ['a number', [5, 5], first],
  ['a String object', [new String('a')], first],
  ['an undefined entry point', ['a', undefined], second], ['a null entry point', ['a', null], second],
  ['a numeric entry point', ['a', 5], second],
]) {
  test(`loadExtension() rejects ${name}`, (t) => {
    const db = scratch(t).open(':memory:');
    assert.throws(() => db.loadExtension(...args), expected);
    db.close();
    assert.throws(() => db.loadExtension(...args), expected);
  });
}

/** Why no library is loaded, in the words of Linux, SQLite, macOS and this package; Windows' are in its language. */
const REASON = windows && engine === 'reference'
  ? /./
  : /shared (object|library)|dlopen/;

for (const args of [['absent'], ['absent', 'entry'], ['']]) {
  test(`loadExtension(${args.map((text) => JSON.stringify(text))}) throws a SqliteError with a reason`, (t) => {
    const { file, open } = scratch(t);
    const db = open(':memory:');
    assert.throws(() => db.loadExtension(args[0] && file(args[0]), ...args.slice(1)), (error) => {
      assert.ok(error instanceof SqliteError);
      assert.equal(error.code, 'SQLITE_ERROR');
      assert.match(error.message, REASON);
      return true;
    });
  });
}

test('SQL may not load extensions', (t) => {
  const db = scratch(t).open(':memory:');
  assert.throws(() => db.exec("select load_extension('a')"), sqliteError('SQLITE_ERROR', 'not authorized'));
});

test('loadExtension() throws on a busy or closed connection', (t) => {
  const db = scratch(t).open(':memory:');
  const iterator = db.prepare('select 1').iterate();
  assert.throws(() => db.loadExtension('a'), typeError(CONNECTION_BUSY));
  db.unsafeMode();
  assert.throws(() => db.loadExtension('a'), typeError(CONNECTION_BUSY));
  iterator.return();
  assert.throws(() => db.close().loadExtension('a'), typeError(NOT_OPEN));
});
