'use strict';

const assert = require('node:assert/strict');
const { SqliteError } = require('./engine');

/** Returns validators for assert.throws that check for exactly this class, not a subclass, and the whole message. */
const exactly = (Class) => (message) => (error) => {
  assert.ok(error instanceof Class, `expected ${Class.name}, got ${error}`);
  assert.equal(error.constructor, Class);
  assert.equal(error.message, message);
  return true;
};

/** Returns a validator for assert.throws that checks for a SqliteError with this code and message. */
const sqliteError = (code, message) => (error) => {
  assert.ok(error instanceof SqliteError, `expected SqliteError, got ${error}`);
  assert.deepEqual({ code: error.code, message: error.message }, { code, message });
  return true;
};

module.exports = {
  error: exactly(Error),
  typeError: exactly(TypeError),
  rangeError: exactly(RangeError),
  sqliteError,
  NOT_OPEN: 'The database connection is not open',
  CONNECTION_BUSY: 'This database connection is busy executing a query',
  STATEMENT_BUSY: 'This statement is busy executing a query',
};
