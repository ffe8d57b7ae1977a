'use strict';

// The result record of a connection, which the guest's functions fill (`RESULT_*`). A field holds until the next call.
// These are functions of the connection, not getters of an object of its own: that saves two loads a field.

const {
  RESULT_CHANGES, RESULT_CODE, RESULT_COLUMNS, RESULT_COUNT, RESULT_ROWID, RESULT_ROWID64, RESULT_ROWS, RESULT_STATE,
  RESULT_TEXT, RESULT_TEXT_LEN, STATE_DONE, STATE_RECOMPILED,
} = require('../generated/abi');

/** @import { GuestConnection } from './allocate' */

/**
 * Returns an extended result code, or one of the codes below zero.
 * @param {GuestConnection} connection
 */
function resultCode(connection) {
  return connection.memory.int32(connection.address + RESULT_CODE);
}

/**
 * Returns how many rows are packed.
 * @param {GuestConnection} connection
 */
function rowCount(connection) {
  return connection.memory.int32(connection.address + RESULT_COUNT);
}

/**
 * Returns how many columns each packed row has.
 * @param {GuestConnection} connection
 */
function columnCount(connection) {
  return connection.memory.int32(connection.address + RESULT_COLUMNS);
}

/**
 * Returns the address of the packed rows.
 * @param {GuestConnection} connection
 */
function rowsAddress(connection) {
  return connection.memory.uint32(connection.address + RESULT_ROWS);
}

/**
 * Returns the state of the executed statement, for isDone() and isRecompiled().
 * @param {GuestConnection} connection
 */
function statementState(connection) {
  return connection.memory.int32(connection.address + RESULT_STATE);
}

/**
 * Returns whether a statement has ended and is reset.
 * @param {number} state
 */
function isDone(state) {
  return (state & STATE_DONE) !== 0;
}

/**
 * Returns whether SQLite recompiled a statement, so that its columns may have changed.
 * @param {number} state
 */
function isRecompiled(state) {
  return (state & STATE_RECOMPILED) !== 0;
}

/**
 * Returns how many rows a statement changed.
 * @param {GuestConnection} connection
 */
function changedRows(connection) {
  return connection.memory.int32(connection.address + RESULT_CHANGES);
}

/**
 * Returns the last inserted rowid as a number, rounded beyond 2^53.
 * @param {GuestConnection} connection
 */
function lastRowid(connection) {
  return connection.memory.float64(connection.address + RESULT_ROWID);
}

/**
 * Returns the last inserted rowid as a bigint.
 * @param {GuestConnection} connection
 */
function lastBigRowid(connection) {
  return connection.memory.int64(connection.address + RESULT_ROWID64);
}

/**
 * Returns the numbers of pages that a backup step leaves in the record of its destination.
 * @param {GuestConnection} destination
 */
function backupPages({ memory, address }) {
  return { total: memory.int32(address + RESULT_CHANGES), remaining: memory.int32(address + RESULT_COUNT) };
}

/**
 * Returns the address of the text, 0 if there is none.
 * @param {GuestConnection} connection
 */
function textAddress(connection) {
  return connection.memory.uint32(connection.address + RESULT_TEXT);
}

/** @param {GuestConnection} connection */
function textLength(connection) {
  return connection.memory.uint32(connection.address + RESULT_TEXT_LEN);
}

/**
 * Returns the text, null if there is none.
 * @param {GuestConnection} connection
 */
function resultText(connection) {
  const at = textAddress(connection);
  return at === 0 ? null : connection.memory.text(at, textLength(connection));
}

/**
 * Returns a text that the guest leaves to its caller, and frees it.
 * @param {GuestConnection} connection
 */
function takeText(connection) {
  const at = textAddress(connection);
  const text = resultText(connection);
  connection.guest.free(at);
  return text;
}

/**
 * Returns a copy of bytes that the guest leaves to its caller, and frees them.
 * @param {GuestConnection} connection
 */
function takeBytes(connection) {
  const at = textAddress(connection);
  try {
    return connection.memory.copy(at, textLength(connection));
  } finally {
    connection.guest.free(at);
  }
}

module.exports = {
  backupPages, changedRows, columnCount, isDone, isRecompiled, lastBigRowid, lastRowid, resultCode, resultText,
  rowCount, rowsAddress, statementState, takeBytes, takeText, textAddress,
};
