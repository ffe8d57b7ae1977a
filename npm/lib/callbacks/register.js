'use strict';

const { FUNCTION_DETERMINISTIC, FUNCTION_DIRECT_ONLY, FUNCTION_SAFE_INTEGERS } = require('../generated/abi');
const { booleanOption } = require('../arguments');
const { SQLITE_MISUSE, SQLITE_OK, codeName } = require('../guest/result-codes');
const { OwnSqlText } = require('../guest/sql-text');
const SqliteError = require('../sqlite-error');

/** @import { Connection } from '../connection' */
/** @import { Handler } from '../host/callbacks-contract' */
/** @import { Options } from '../arguments' */

/** SQLite's limit for the arguments of a function. */
const MOST_ARGUMENTS = 100;

/**
 * Reads the options that functions and aggregates have in common.
 * @param {Options} options
 */
function readFunctionOptions(options) {
  const safeIntegers = 'safeIntegers' in options ? booleanOption(options, 'safeIntegers') : undefined;
  const deterministic = booleanOption(options, 'deterministic');
  const directOnly = booleanOption(options, 'directOnly');
  const varargs = booleanOption(options, 'varargs');
  return { safeIntegers, deterministic, directOnly, varargs };
}

/** @typedef {ReturnType<typeof readFunctionOptions>} FunctionOptions */

/**
 * Gives the `FUNCTION_*` bits.
 * @param {Connection} connection
 * @param {FunctionOptions} options
 */
function functionFlags(connection, { safeIntegers = connection.safeIntegers, deterministic, directOnly }) {
  return (deterministic ? FUNCTION_DETERMINISTIC : 0)
    | (directOnly ? FUNCTION_DIRECT_ONLY : 0)
    | (safeIntegers ? FUNCTION_SAFE_INTEGERS : 0);
}

/**
 * Gives how many parameters a function is declared with.
 * @param {Function} fn
 */
function requireLength({ length }) {
  if (Number.isInteger(length) && length >= 0) return length;
  throw new TypeError('Expected function.length to be a positive integer');
}

/** @param {number} count */
function requireFewArguments(count) {
  if (count > MOST_ARGUMENTS) {
    throw new RangeError(`User-defined functions cannot have more than ${MOST_ARGUMENTS} arguments`);
  }
  return count;
}

/** @param {string} name */
function requireFunctionName(name) {
  if (name === '') throw new TypeError('User-defined function name cannot be an empty string');
}

/**
 * Makes something of the application known to SQLite.
 * @param {Connection} connection
 * @param {string} name
 * @param {Handler} handler
 * @param {(name: number, number: number) => number} create asks the guest, gives its code
 * @param {Function} method the outermost function that an error's stack leaves out
 */
function register(connection, name, handler, create, method) {
  const text = new OwnSqlText(connection, name);
  connection.enter();
  const code = create(text.address, connection.engine.callbacks.handlers.add(handler));
  connection.executing = false;
  const reason = code === SQLITE_OK ? undefined : registrationError(connection, code, method);
  text.free();
  if (code !== SQLITE_OK) throw reason;
}

/** @param {Connection} connection @param {number} code @param {Function} method */
function registrationError(connection, code, method) {
  // SQLite refuses a name that is too long without taking a note of it for the connection.
  if (code === SQLITE_MISUSE) return new SqliteError('bad parameter or other API misuse', codeName(code));
  return connection.reason(code, method);
}

module.exports = {
  functionFlags, readFunctionOptions, register, requireFewArguments, requireFunctionName, requireLength,
};
