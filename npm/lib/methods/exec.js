'use strict';

const { requireString } = require('../arguments');
const { callLogger } = require('../call-logger');
const { connectionOf } = require('../connection-of');
const { placeCString } = require('../guest/c-string');
const { NO_STATEMENT, SQLITE_OK } = require('../guest/result-codes');
const { resultCode, takeText } = require('../guest/result-record');
const { SqlScript } = require('../guest/sql-script');

/** @import { Connection, Logger } from '../connection' */
/** @import { DatabaseObject } from '../connection-of' */

/**
 * Prepares the next statement of a script. Returns its address, 0 at the end.
 * @param {Connection} connection
 * @param {SqlScript} script
 */
function prepareNext(connection, script) {
  connection.enter();
  const statement = script.prepareNext();
  connection.leave();
  const code = statement === 0 ? resultCode(connection) : SQLITE_OK;
  if (code === NO_STATEMENT) return 0;
  if (!connection.failed(code)) return statement;
  const reason = connection.thrownOrError(code, runLogged);
  if (statement !== 0) connection.guest.stmt_finalize(statement);
  throw reason;
}

/**
 * Executes a statement after the logger has seen it, drops its rows, and finalizes it.
 * @param {Connection} connection
 * @param {Logger} verbose
 * @param {number} statement
 */
function drain(connection, verbose, statement) {
  const { guest } = connection;
  connection.enter();
  try {
    guest.stmt_expanded_sql(statement);
    callLogger(verbose, takeText(connection) ?? '');
    const code = guest.stmt_drain(statement);
    if (connection.failed(code)) throw connection.thrownOrError(code, runLogged);
  } finally {
    connection.leave();
    if (connection.open) guest.stmt_finalize(statement);
  }
}

/**
 * Executes the statements of a text, each after the logger has seen it.
 * @param {Connection} connection
 * @param {Logger} verbose
 * @param {string} text
 */
function runLogged(connection, verbose, text) {
  const script = new SqlScript(connection, text);
  try {
    for (let next = prepareNext(connection, script); next !== 0; next = prepareNext(connection, script)) {
      drain(connection, verbose, next);
    }
  } finally {
    if (connection.open) script.free();
  }
}

/**
 * Executes the statements of a text.
 * @param {Connection} connection
 * @param {string} text
 */
function runScript(connection, text) {
  const sql = placeCString(connection, text);
  connection.enter();
  const code = connection.guest.db_exec(connection.address, sql.address, sql.length);
  connection.leave();
  const failed = connection.failed(code);
  const reason = failed ? connection.thrownOrError(code, runScript) : undefined;
  sql.free();
  if (failed) throw reason;
}

/** @this {DatabaseObject} @param {unknown} source */
function exec(source) {
  const connection = connectionOf(this);
  const text = requireString(source);
  connection.requireOpen();
  connection.requireNotExecuting();
  connection.requireNoIteratorsUnlessUnsafe();
  const { verbose } = connection;
  if (verbose === null) runScript(connection, text);
  else runLogged(connection, verbose, text);
  return this;
}

module.exports = { exec };
