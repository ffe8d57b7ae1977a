'use strict';

const { Object } = require('./intrinsics');

/** An error that SQLite reported. */
class SqliteError extends Error {
  /** @type {string} Declared, so that a setter of Object.prototype does not get it. */
  code;

  /**
   * @param {unknown} message
   * @param {string} code name of the extended result code, such as SQLITE_CONSTRAINT_UNIQUE
   */
  constructor(message, code) {
    if (typeof code !== 'string') throw new TypeError('Expected second argument to be a string');
    super(`${message}`);
    this.code = code;
    // The stack leaves out the constructor by itself, but it would leave out that of a subclass, too. Not by its name:
    // bundlers rename a class that refers to itself.
    if (new.target !== module.exports) Error.captureStackTrace?.(this, module.exports);
  }
}

Object.defineProperty(SqliteError.prototype, 'name', {
  value: 'SqliteError',
  writable: true,
  enumerable: false,
  configurable: true,
});

module.exports = SqliteError;
