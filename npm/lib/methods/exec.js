'use strict';

const { NO_STATEMENT, PREPARE_SCRIPT, RESULT_CODE, RESULT_TEXT } = require('../generated/abi');
const { connectionOf } = require('../connection-of');
const { requireString } = require('../arguments');
const { SQLITE_OK } = require('../guest/result-codes');
const { OwnSqlText } = require('../guest/sql-text');

/** @import { Connection } from '../connection' */
/** @import { DatabaseObject } from '../connection-of' */

const TAB = 0x09;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const SEMICOLON = 0x3b;

/** @param {number} byte */
function isBlank(byte) {
  return byte === SPACE || byte === SEMICOLON || (byte >= TAB && byte <= CARRIAGE_RETURN);
}

/** Runs the statements of one text. */
class Script {
  /**
   * @param {Connection} connection
   * @param {OwnSqlText} sql
   */
  constructor(connection, sql) {
    this.connection = connection;
    this.at = sql.address;
    this.end = sql.address + sql.length;
  }

  skipBlanks() {
    const { bytes } = this.connection.memory;
    while (this.at < this.end && isBlank(bytes[this.at])) this.at += 1;
  }

  /** Compiles the next statement. Gives 0 at the end of the text. */
  prepare() {
    const { guest, memory, address } = this.connection;
    this.skipBlanks();
    this.connection.enter();
    const statement = guest.stmt_prepare(address, this.at, this.end - this.at, PREPARE_SCRIPT) >>> 0;
    if (statement !== 0) {
      this.at = memory.uint32(address + RESULT_TEXT);
      return statement;
    }
    const code = memory.int32(address + RESULT_CODE);
    if (code !== SQLITE_OK && code !== NO_STATEMENT) throw this.connection.reason(code, runScript);
    return 0;
  }

  /** @param {number} statement */
  execute(statement) {
    const { connection } = this;
    const { guest } = connection;
    try {
      if (connection.verbose !== null) {
        guest.stmt_expanded_sql(statement);
        (0, connection.verbose)(connection.takeText() ?? '');
      }
      connection.enter();
      const code = guest.stmt_drain(statement);
      if (code !== SQLITE_OK) throw connection.reason(code, runScript);
    } finally {
      if (connection.open) guest.stmt_finalize(statement);
    }
  }

  run() {
    for (let statement = this.prepare(); statement !== 0; statement = this.prepare()) this.execute(statement);
  }
}

/**
 * Runs the statements of a text.
 * @param {Connection} connection
 * @param {string} text
 */
function runScript(connection, text) {
  const sql = new OwnSqlText(connection, text);
  try {
    new Script(connection, sql).run();
  } finally {
    connection.executing = false;
    if (connection.open) sql.free();
  }
}

/** @this {DatabaseObject} @param {unknown} source */
function exec(source) {
  const connection = connectionOf(this);
  const text = requireString(source);
  connection.requireOpen();
  connection.requireIdle();
  connection.requireNoIteratorsUnlessUnsafe();
  runScript(connection, text);
  return this;
}

module.exports = { exec };
