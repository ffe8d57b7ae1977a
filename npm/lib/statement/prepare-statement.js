'use strict';

const { placeCString } = require('../guest/c-string');
const { NO_STATEMENT, SEVERAL_STATEMENTS, SQLITE_OK } = require('../guest/result-codes');
const { resultCode } = require('../guest/result-record');
const { prepareText } = require('../guest/statement-record');
const { Prepared } = require('./prepared');

/** @import { Connection } from '../connection' */

/**
 * Returns what to throw for a text that could not be prepared.
 * @param {Connection} connection
 * @param {number} code
 * @returns {unknown}
 */
function prepareError(connection, code) {
  switch (code) {
    case NO_STATEMENT:
      return new RangeError('The supplied SQL string contains no statements');
    case SEVERAL_STATEMENTS:
      return new RangeError('The supplied SQL string contains more than one statement');
    default:
      return connection.thrownOrError(code, prepareStatement);
  }
}

/**
 * Prepares a text that contains one statement.
 * @param {Connection} connection
 * @param {string} source
 * @param {{ isPersistent?: boolean }} [options] whether the statement will be used many times
 */
function prepareStatement(connection, source, { isPersistent = false } = {}) {
  connection.requireOpen();
  connection.requireNotExecuting();
  const sql = placeCString(connection, source);
  connection.enter();
  const address = prepareText(connection, sql, isPersistent);
  connection.leave();
  const code = address === 0 ? resultCode(connection) : SQLITE_OK;
  const failed = connection.failed(code);
  const reason = failed ? prepareError(connection, code) : undefined;
  sql.free();
  if (failed) {
    if (address !== 0) connection.guest.stmt_finalize(address);
    throw reason;
  }
  return new Prepared(connection, address, source);
}

module.exports = { prepareStatement };
