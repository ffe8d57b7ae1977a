'use strict';

const {
  RESULT_COLUMNS, RESULT_COUNT, RESULT_ROWS, ROWS_FIRST, STATE_DONE,
} = require('../generated/abi');
const { begin, finish, readState, requireReader } = require('./execution');
const { compiledOf } = require('./statement');

/** @import { Compiled } from './prepared' */

/**
 * Decodes the row that the guest has packed.
 * @param {Compiled} statement
 * @param {boolean} done whether the statement is reset already
 */
function takeRow(statement, done) {
  const { connection } = statement;
  const { memory, address } = connection;
  const at = memory.uint32(address + RESULT_ROWS);
  const decoder = statement.decoder ?? statement.rowDecoder(memory.int32(address + RESULT_COLUMNS));
  if (done) return decoder.one(memory, at);
  try {
    return decoder.one(memory, at);
  } finally {
    statement.reset();
  }
}

/**
 * Executes a statement up to its first row.
 * @param {Compiled} statement
 * @param {unknown[]} given
 * @param {Function} method the outermost function that an error's stack leaves out
 */
function first(statement, given, method) {
  const { connection, address } = statement;
  statement.requireReady();
  const count = begin(statement, given);
  // Until the row is decoded: that can run setters of the application, which must not disturb it.
  connection.enter();
  const flags = statement.rowsFlags | ROWS_FIRST;
  const code = connection.guest.stmt_query(address, connection.cells.address, count, flags);
  const { memory, address: result } = connection;
  const done = (readState(statement) & STATE_DONE) !== 0;
  const found = code === 0 && memory.int32(result + RESULT_COUNT) > 0;
  let row;
  try {
    if (found) row = takeRow(statement, done);
  } finally {
    connection.executing = false;
  }
  finish(statement, code, count, method);
  return row;
}

/** @this {unknown} @param {unknown[]} given */
function get(...given) {
  const statement = compiledOf(this);
  requireReader(statement);
  return first(statement, given, get);
}

module.exports = { first, get };
