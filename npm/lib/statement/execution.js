'use strict';

// What all ways of executing a statement have in common: its parameters, the logger, and the end of it.

const { RESULT_STATE, STATE_RECOMPILED } = require('../generated/abi');
const { SQLITE_NOMEM, SQLITE_OK, SQLITE_TOOBIG } = require('../guest/result-codes');
const { placeParameters } = require('./parameters');

/** @import { Compiled } from './prepared' */

/** @param {Compiled} statement */
function requireReader(statement) {
  if (!statement.reader) throw new TypeError('This statement does not return data. Use run() instead');
}

/** @param {number} code */
function bindError(code) {
  switch (code) {
    case SQLITE_TOOBIG:
      return new RangeError('The bound string, buffer, or bigint is too big');
    case SQLITE_NOMEM:
      return new Error('Out of memory');
    default:
      return new Error('An unexpected error occured while trying to bind parameters');
  }
}

/**
 * Binds parameters ahead of an execution.
 * @param {Compiled} statement
 * @param {unknown[]} given
 */
function bindParameters(statement, given) {
  const { connection, address } = statement;
  const { cells, guest } = connection;
  const count = placeParameters(statement, given);
  if (count <= 0) return;
  const code = guest.stmt_bind(address, cells.address, count);
  cells.taken();
  if (code === SQLITE_OK) return;
  guest.stmt_clear_bindings(address);
  throw bindError(code);
}

/**
 * Forgets the parameters of one execution.
 * @param {Compiled} statement
 */
function unbind(statement) {
  if (!statement.bound && statement.parameters > 0) statement.connection.guest.stmt_clear_bindings(statement.address);
}

/**
 * Gives the SQL with its bound values.
 * @param {Compiled} statement
 */
function expandedSql({ address, connection }) {
  const { guest } = connection;
  guest.stmt_expanded_sql(address);
  return connection.takeText();
}

/**
 * Tells the logger what is about to be executed. What it throws is passed on.
 * @param {Compiled} statement
 */
function log(statement) {
  const { connection, source } = statement;
  if (connection.verbose === null) return;
  connection.executing = true;
  try {
    (0, connection.verbose)(expandedSql(statement) ?? source);
  } finally {
    connection.executing = false;
  }
}

/**
 * Puts the parameters of an execution where the guest finds them, and tells the logger. Gives the count for the guest.
 * @param {Compiled} statement
 * @param {unknown[]} given
 */
function begin(statement, given) {
  if (statement.connection.verbose === null) return placeParameters(statement, given);
  bindParameters(statement, given);
  try {
    log(statement);
  } catch (error) {
    unbind(statement);
    throw error;
  }
  statement.connection.requireOpen();
  return -1;
}

/**
 * Cleans up after the guest has executed a statement, and throws what it reports.
 * @param {Compiled} statement
 * @param {number} code what the guest gave
 * @param {number} count what `begin` gave
 * @param {Function} method the outermost function that an error's stack leaves out
 */
function finish(statement, code, count, method) {
  const { connection } = statement;
  const reason = code === SQLITE_OK ? undefined : connection.reason(code, method);
  connection.cells.taken();
  if (count < 0) unbind(statement);
  if (code !== SQLITE_OK) throw reason;
}

/**
 * Gives up a statement whose rows could not be decoded.
 * @param {Compiled} statement
 */
function abandon(statement) {
  const { connection } = statement;
  if (!connection.open) return;
  statement.reset();
  connection.cells.taken();
  unbind(statement);
}

/**
 * Takes note of what the guest says about a statement's rows. Gives the `STATE_*` bits.
 * @param {Compiled} statement
 */
function readState(statement) {
  const { address, memory } = statement.connection;
  const state = memory.int32(address + RESULT_STATE);
  if ((state & STATE_RECOMPILED) !== 0) statement.decoder = undefined;
  return state;
}

module.exports = { abandon, begin, bindParameters, expandedSql, finish, log, readState, requireReader, unbind };
