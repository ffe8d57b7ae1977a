'use strict';

// What the guest says about a prepared statement.

const {
  COLUMN_DATABASE, COLUMN_DECLTYPE, COLUMN_NAME, COLUMN_ORIGIN, COLUMN_TABLE, PREPARE_PERSISTENT, STATEMENT_COLUMNS,
  STATEMENT_NAMED, STATEMENT_PARAMETERS, STATEMENT_READONLY,
} = require('../generated/abi');

/** @import { Connection } from '../connection' */
/** @import { Memory } from '../host/memory' */

/** @typedef {{ readonly connection: Connection, readonly address: number }} GuestStatement */

/**
 * Prepares the only statement of a text. Returns its address, 0 if that failed (`code` of the result record).
 * @param {Connection} connection
 * @param {{ address: number, length: number }} sql a C string
 * @param {boolean} isPersistent whether the statement will be used many times
 */
function prepareText({ guest, address }, sql, isPersistent) {
  return guest.stmt_prepare(address, sql.address, sql.length, isPersistent ? PREPARE_PERSISTENT : 0) >>> 0;
}

/**
 * Reads the statement record.
 * @param {Memory} memory
 * @param {number} address of the statement
 */
function readStatement(memory, address) {
  return {
    /** Whether the statement returns rows. */
    isReader: memory.int32(address + STATEMENT_COLUMNS) > 0,
    isReadonly: memory.int32(address + STATEMENT_READONLY) === 1,
    /** How many parameters the statement has. */
    parameters: memory.int32(address + STATEMENT_PARAMETERS),
    /** How many of them have a name. */
    named: memory.int32(address + STATEMENT_NAMED),
  };
}

/** @param {GuestStatement} statement @param {number} column @param {number} which one of `COLUMN_*` */
function columnText({ connection, address }, column, which) {
  connection.guest.stmt_column_text(address, column, which);
  return connection.result.text();
}

/**
 * Returns the name of a result column, null if there is no such column.
 * @param {GuestStatement} statement @param {number} column
 */
function columnName(statement, column) {
  return columnText(statement, column, COLUMN_NAME);
}

/**
 * Returns the table that a result column comes from, null for an expression.
 * @param {GuestStatement} statement @param {number} column
 */
function columnTable(statement, column) {
  return columnText(statement, column, COLUMN_TABLE);
}

/**
 * Describes a result column, null if there is no such column.
 * @param {GuestStatement} statement @param {number} column
 */
function describeColumn(statement, column) {
  const name = columnName(statement, column);
  if (name === null) return null;
  return {
    name,
    column: columnText(statement, column, COLUMN_ORIGIN),
    table: columnTable(statement, column),
    database: columnText(statement, column, COLUMN_DATABASE),
    type: columnText(statement, column, COLUMN_DECLTYPE),
  };
}

/**
 * Returns the name of a parameter with its prefix, null if it has none.
 * @param {GuestStatement} statement
 * @param {number} index of the parameter, from 0
 */
function parameterName({ connection, address }, index) {
  connection.guest.stmt_parameter_name(address, index + 1);
  return connection.result.text();
}

module.exports = { columnName, columnTable, describeColumn, parameterName, prepareText, readStatement };
