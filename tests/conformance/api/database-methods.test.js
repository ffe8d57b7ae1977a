'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Database } = require('../../support/engine');

const methods = {
  prepare: { name: 'prepare', length: 1 },
  transaction: { name: 'transaction', length: 1 },
  pragma: { name: 'pragma', length: 2 },
  explain: { name: 'explain', length: 1 },
  backup: { name: 'backup', length: 2 },
  serialize: { name: 'serialize', length: 1 },
  function: { name: 'defineFunction', length: 3 },
  aggregate: { name: 'defineAggregate', length: 2 },
  table: { name: 'defineTable', length: 2 },
  loadExtension: { name: 'loadExtension', length: 0 },
  exec: { name: 'exec', length: 1 },
  close: { name: 'close', length: 0 },
  defaultSafeIntegers: { name: 'defaultSafeIntegers', length: 0 },
  unsafeMode: { name: 'unsafeMode', length: 0 },
};

test('the prototype lists the methods in order', () => {
  assert.deepEqual(
    Object.keys(Database.prototype),
    Object.keys(methods),
  );
  assert.equal(Database.prototype.constructor, Database);
  const { enumerable } = Object.getOwnPropertyDescriptor(Database.prototype, 'constructor');
  assert.equal(enumerable, false);
});

for (const [key, { name, length }] of Object.entries(methods)) {
  test(`the method ${key} is named ${name}, has length ${length} and is an ordinary property`, () => {
    const { value, ...flags } = Object.getOwnPropertyDescriptor(Database.prototype, key);
    assert.equal(value.name, name);
    assert.equal(value.length, length);
    assert.deepEqual(flags, { writable: true, enumerable: true, configurable: true });
  });
}

test('the prototype has an inspector for console.log', () => {
  const key = Symbol.for('nodejs.util.inspect.custom');
  const { value, ...flags } = Object.getOwnPropertyDescriptor(Database.prototype, key);
  assert.equal(value.length, 2);
  assert.deepEqual(flags, { writable: true, enumerable: true, configurable: true });
});
