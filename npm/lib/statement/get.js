'use strict';

const { firstRow } = require('../guest/flags');
const { SQLITE_OK } = require('../guest/result-codes');
const { columnCount, isDone, rowCount, rowsAddress, statementState } = require('../guest/result-record');
const { abandon, begin, finish, requireReader } = require('./execution');
const { preparedOf } = require('./statement');

/** @import { Prepared } from './prepared' */

/**
 * Decodes the row that the guest has packed.
 * @param {Prepared} statement
 */
function takeRow(statement) {
  const { connection } = statement;
  const decoder = statement.decoder ?? statement.rowDecoder(columnCount(connection), 1);
  return decoder.one(connection.memory, rowsAddress(connection));
}

/**
 * Executes a statement up to its first row.
 * @param {Prepared} statement
 * @param {unknown[]} args
 * @param {Function} [method] the outermost function that an error's stack leaves out
 */
function queryFirst(statement, args, method = queryFirst) {
  const { connection, address } = statement;
  statement.requireExecutable();
  const count = begin(statement, args);
  // Busy until the row is decoded.
  connection.enter();
  const { guest, parameters } = connection;
  let code = guest.stmt_query(address, parameters.address, count, firstRow(statement.rowsFlags));
  const state = statementState(connection);
  statement.checkDecoder(state);
  let row;
  try {
    if (code === SQLITE_OK && rowCount(connection) > 0) {
      row = takeRow(statement);
      // A row too large for the rows area is decoded before the reset, which commits a transaction of the statement.
      if (!isDone(state)) code = statement.reset();
    }
  } catch (error) {
    abandon(statement);
    throw error;
  } finally {
    connection.leave();
  }
  finish(statement, code, method);
  return row;
}

/** @this {unknown} @param {unknown[]} args */
function get(...args) {
  const statement = preparedOf(this);
  requireReader(statement);
  return queryFirst(statement, args, get);
}

module.exports = { get, queryFirst };
