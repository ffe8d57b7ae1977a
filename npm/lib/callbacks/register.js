'use strict';

const { booleanOption } = require('../arguments');
const { allocateCString } = require('../guest/c-string');
const { SQLITE_MISUSE, SQLITE_OK, codeName } = require('../guest/result-codes');
const { isInteger } = require('../intrinsics');
const SqliteError = require('../sqlite-error');

/** @import { Options } from '../arguments' */
/** @import { Connection } from '../connection' */
/** @import { Handler } from '../host/callbacks-contract' */

/** SQLite's limit for the arguments of a function. */
const MAX_ARGUMENTS = 100;

/**
 * Reads the options that functions and aggregates have in common. Leaves out `safeIntegers` if it is not set.
 * @param {Options} options
 */
function readFunctionOptions(options) {
  const safeIntegers = 'safeIntegers' in options ? { safeIntegers: booleanOption(options, 'safeIntegers') } : {};
  const deterministic = booleanOption(options, 'deterministic');
  const directOnly = booleanOption(options, 'directOnly');
  const varargs = booleanOption(options, 'varargs');
  return { ...safeIntegers, deterministic, directOnly, varargs };
}

/**
 * Returns how many parameters a function is declared with.
 * @param {Function} fn
 */
function requireLength({ length }) {
  if (isInteger(length) && length >= 0) return length;
  throw new TypeError('Expected function.length to be a positive integer');
}

/** @param {number} count */
function requireFewArguments(count) {
  if (count > MAX_ARGUMENTS) {
    throw new RangeError(`User-defined functions cannot have more than ${MAX_ARGUMENTS} arguments`);
  }
  return count;
}

/** @param {string} name */
function requireFunctionName(name) {
  if (name === '') throw new TypeError('User-defined function name cannot be an empty string');
}

/**
 * Registers a function, an aggregate or a module with SQLite.
 * @param {Connection} connection
 * @param {string} name
 * @param {Handler} handler
 * @param {(name: number, number: number) => number} create calls the guest, returns a result code
 * @param {Function} method the outermost function that an error's stack leaves out
 */
function register(connection, name, handler, create, method) {
  const text = allocateCString(connection, name);
  connection.enter();
  const code = create(text.address, connection.handlers.add(handler));
  connection.leave();
  const reason = code === SQLITE_OK ? undefined : registrationError(connection, code, method);
  text.free();
  if (code !== SQLITE_OK) throw reason;
}

/** @param {Connection} connection @param {number} code @param {Function} method */
function registrationError(connection, code, method) {
  // SQLite does not set the connection's error for a name that is too long.
  if (code === SQLITE_MISUSE) return new SqliteError('bad parameter or other API misuse', codeName(code));
  return connection.thrownOrError(code, method);
}

module.exports = { readFunctionOptions, register, requireFewArguments, requireFunctionName, requireLength };
