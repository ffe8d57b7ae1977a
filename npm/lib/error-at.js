'use strict';

const { Object, Reflect } = require('./intrinsics');
const SqliteError = require('./sqlite-error');

/**
 * Sets how many frames the stack of an error has. Returns whether that was possible: the application may have frozen
 * Error.
 * @param {number} limit
 */
const limitStack = (limit) => Reflect.set(Error, 'stackTraceLimit', limit);

/**
 * Returns a SqliteError whose stack has none but its first line, if that is possible.
 * @param {string} message
 * @param {string} code
 */
function errorWithoutStack(message, code) {
  const limit = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit')?.value;
  if (typeof limit !== 'number' || !limitStack(0)) return new SqliteError(message, code);
  try {
    return new SqliteError(message, code);
  } finally {
    limitStack(limit);
  }
}

/**
 * Returns a SqliteError whose stack begins with the caller of a method. Walking the stack is most of what an error
 * costs, so it happens once, and not in the constructor, too. Nothing of the application runs meanwhile.
 * @param {string} message
 * @param {string} code name of the extended result code
 * @param {Function} method the outermost function that the stack leaves out
 */
function errorAt(message, code, method) {
  if (Error.captureStackTrace === undefined) return new SqliteError(message, code);
  const error = errorWithoutStack(message, code);
  Error.captureStackTrace(error, method);
  return error;
}

module.exports = { errorAt };
