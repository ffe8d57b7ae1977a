'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Database } = require('../../support/engine');
const { typeError } = require('../../support/errors');

for (const given of [-1, 0.5, NaN, Infinity, 0x80000000]) {
  test(`${given} is not a file descriptor`, () => {
    assert.throws(
      () => new Database(given, { journalFd: 0 }),
      typeError('Expected the file descriptor to be a non-negative 32-bit integer'),
    );
  });
}

test('a descriptor needs a journal', () => {
  const required = typeError('The "journalFd" option is required when opening a database from a file descriptor');
  assert.throws(() => new Database(7), required);
  assert.throws(() => new Database(7, {}), required);
  assert.throws(() => new Database(7, { journalFd: undefined }), required);
});

test('a journal needs a descriptor', () => {
  for (const name of [':memory:', '', 'a.db', Buffer.alloc(0)]) {
    assert.throws(
      () => new Database(name, { journalFd: 7 }),
      typeError('The "journalFd" option can only be used when opening a database from a file descriptor'),
    );
  }
});

for (const given of [null, -1, 0.5, '7', true, 0x80000000]) {
  test(`journalFd may not be ${typeof given} ${given}`, () => {
    assert.throws(
      () => new Database(7, { journalFd: given }),
      typeError('Expected the "journalFd" option to be a non-negative 32-bit integer'),
    );
  });
}
