'use strict';

// What all ways of executing a statement have in common: its parameters, the logger, and the end.

const { callLogger } = require('../call-logger');
const { outOfMemory } = require('../guest/out-of-memory');
const { KEEP_BINDINGS, bindingTooBig } = require('../guest/parameter-area');
const { SQLITE_NOMEM, SQLITE_OK, SQLITE_TOOBIG } = require('../guest/result-codes');
const { takeText } = require('../guest/result-record');
const { writeParameters } = require('./parameters');

/** @import { Prepared } from './prepared' */

/** @param {Prepared} statement */
function requireReader(statement) {
  if (!statement.reader) throw new TypeError('This statement does not return data. Use run() instead');
}

/** @param {number} code */
function bindError(code) {
  switch (code) {
    case SQLITE_TOOBIG:
      return bindingTooBig();
    case SQLITE_NOMEM:
      return outOfMemory();
    default:
      return new Error('An unexpected error occured while trying to bind parameters');
  }
}

/**
 * Binds parameters ahead of an execution.
 * @param {Prepared} statement
 * @param {unknown[]} args
 */
function bindParameters(statement, args) {
  const { connection, address } = statement;
  const { guest, parameters } = connection;
  const count = writeParameters(statement, args);
  if (count <= 0) return;
  const code = guest.stmt_bind(address, parameters.address, count);
  parameters.release();
  if (code === SQLITE_OK) {
    statement.boundOnce = true;
    return;
  }
  guest.stmt_clear_bindings(address);
  throw bindError(code);
}

/**
 * Clears the parameters of one execution.
 * @param {Prepared} statement
 */
function unbind(statement) {
  statement.boundOnce = false;
  if (!statement.bound && statement.parameters > 0) statement.connection.guest.stmt_clear_bindings(statement.address);
}

/**
 * Returns the SQL with its bound values, null if the SQL is too long.
 * @param {Prepared} statement
 */
function expandedSql({ address, connection }) {
  connection.guest.stmt_expanded_sql(address);
  return takeText(connection);
}

/**
 * Calls the logger with the SQL of an execution. Rethrows what it throws.
 * @param {Prepared} statement
 */
function log(statement) {
  const { connection, source } = statement;
  if (connection.verbose === null) return;
  connection.enter();
  try {
    callLogger(connection.verbose, expandedSql(statement) ?? source);
  } finally {
    connection.leave();
  }
}

/**
 * Binds the parameters of an execution and calls the logger, which shows them. Returns KEEP_BINDINGS.
 * @param {Prepared} statement
 * @param {unknown[]} args
 */
function bindAndLog(statement, args) {
  bindParameters(statement, args);
  try {
    log(statement);
  } catch (error) {
    unbind(statement);
    throw error;
  }
  statement.connection.requireOpen();
  return KEEP_BINDINGS;
}

/**
 * Prepares an execution. Returns how many values the guest is to bind, or KEEP_BINDINGS.
 * @param {Prepared} statement
 * @param {unknown[]} args
 */
function begin(statement, args) {
  return statement.connection.verbose === null ? writeParameters(statement, args) : bindAndLog(statement, args);
}

/**
 * Cleans up after the guest has executed a statement, and throws if that failed.
 * @param {Prepared} statement
 * @param {number} code the result code of the execution
 * @param {Function} method the outermost function that an error's stack leaves out
 */
function finish(statement, code, method) {
  const { connection } = statement;
  const failed = connection.failed(code);
  const reason = failed ? connection.thrownOrError(code, method) : undefined;
  connection.parameters.release();
  if (statement.boundOnce) unbind(statement);
  if (failed) throw reason;
}

/**
 * Resets a statement whose rows could not be decoded.
 * @param {Prepared} statement
 */
function abandon(statement) {
  const { connection } = statement;
  if (!connection.open) return;
  statement.reset();
  connection.parameters.release();
  unbind(statement);
}

module.exports = { abandon, begin, bindParameters, expandedSql, finish, log, requireReader, unbind };
