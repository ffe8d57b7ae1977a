'use strict';

const { NO_STATEMENT, RESULT_CODE, SEVERAL_STATEMENTS } = require('../generated/abi');
const { placeSql } = require('../guest/sql-text');
const { Compiled } = require('./prepared');

/** @import { Connection } from '../connection' */

/**
 * Gives what to throw for a text that could not be compiled.
 * @param {Connection} connection
 * @param {number} code
 * @returns {unknown}
 */
function compileError(connection, code) {
  switch (code) {
    case NO_STATEMENT:
      return new RangeError('The supplied SQL string contains no statements');
    case SEVERAL_STATEMENTS:
      return new RangeError('The supplied SQL string contains more than one statement');
    default:
      return connection.reason(code, compile);
  }
}

/**
 * Compiles a text that holds one statement.
 * @param {Connection} connection
 * @param {string} source
 * @param {number} flags `PREPARE_*` bits
 */
function compile(connection, source, flags) {
  connection.requireOpen();
  connection.requireIdle();
  const { guest, memory, address } = connection;
  const sql = placeSql(connection, source);
  connection.enter();
  const statement = guest.stmt_prepare(address, sql.address, sql.length, flags) >>> 0;
  connection.executing = false;
  const error = statement === 0 ? compileError(connection, memory.int32(address + RESULT_CODE)) : undefined;
  sql.free();
  if (statement === 0) throw error;
  return new Compiled(connection, statement, source);
}

module.exports = { compile };
