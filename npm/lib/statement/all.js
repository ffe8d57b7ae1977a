'use strict';

const { SQLITE_OK } = require('../guest/result-codes');
const { columnCount, isDone, rowCount, rowsAddress, statementState } = require('../guest/result-record');
const { abandon, begin, finish, requireReader } = require('./execution');
const { preparedOf } = require('./statement');

/** @import { Prepared } from './prepared' */

/**
 * Decodes the rows that the guest has packed, and fetches and decodes the others. Returns a result code.
 * @param {Prepared} statement
 * @param {unknown[]} rows
 * @param {number} code result code of the first batch
 */
function takeRows(statement, rows, code) {
  const { connection, address, rowsFlags } = statement;
  const { guest, memory } = connection;
  for (;;) {
    const state = statementState(connection);
    // Before the code: the guest says only once that SQLite has recompiled the statement, even if that execution fails.
    statement.checkDecoder(state);
    if (code !== SQLITE_OK) return code;
    const count = rowCount(connection);
    if (count > 0) {
      const at = rowsAddress(connection);
      statement.rowDecoder(columnCount(connection), count).many(memory, at, count, rows);
    }
    if (isDone(state)) return code;
    code = guest.stmt_fetch(address, rowsFlags);
  }
}

/**
 * Executes a statement for all its rows.
 * @param {Prepared} statement
 * @param {unknown[]} args
 * @param {Function} [method] the outermost function that an error's stack leaves out
 */
function queryAll(statement, args, method = queryAll) {
  const { connection, address } = statement;
  statement.requireExecutable();
  const count = begin(statement, args);
  /** @type {unknown[]} */
  const rows = [];
  // Busy until the last row is decoded.
  connection.enter();
  let code = connection.guest.stmt_query(address, connection.parameters.address, count, statement.rowsFlags);
  try {
    code = takeRows(statement, rows, code);
  } catch (error) {
    abandon(statement);
    throw error;
  } finally {
    connection.leave();
  }
  finish(statement, code, method);
  return rows;
}

/** @this {unknown} @param {unknown[]} args */
function all(...args) {
  const statement = preparedOf(this);
  requireReader(statement);
  return queryAll(statement, args, all);
}

module.exports = { all, queryAll };
