'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Database } = require('../../support/engine');
const { typeError } = require('../../support/errors');

for (const value of [-1, 0.5, NaN, Infinity, 0x80000000]) {
  test(`${value} is not a file descriptor`, () => {
    assert.throws(
      () => new Database(value, { journalFd: 0 }),
      typeError('Expected the file descriptor to be a non-negative 32-bit integer'),
    );
  });
}

test('a database descriptor requires journalFd', () => {
  const required = typeError('The "journalFd" option is required when opening a database from a file descriptor');
  assert.throws(() => new Database(7), required);
  assert.throws(() => new Database(7, {}), required);
  assert.throws(() => new Database(7, { journalFd: undefined }), required);
});

test('journalFd requires a database descriptor', () => {
  for (const name of [':memory:', '', 'a.db', Buffer.alloc(0)]) {
    assert.throws(
      () => new Database(name, { journalFd: 7 }),
      typeError('The "journalFd" option can only be used when opening a database from a file descriptor'),
    );
  }
});

for (const value of [null, -1, 0.5, '7', true, 0x80000000]) {
  test(`journalFd may not be ${typeof value} ${value}`, () => {
    assert.throws(
      () => new Database(7, { journalFd: value }),
      typeError('Expected the "journalFd" option to be a non-negative 32-bit integer'),
    );
  });
}
