'use strict';

const { RESULT_COLUMNS, RESULT_COUNT, RESULT_ROWS, STATE_DONE } = require('../generated/abi');
const { abandon, begin, finish, readState, requireReader } = require('./execution');
const { compiledOf } = require('./statement');

/** @import { Compiled } from './prepared' */

/**
 * Decodes the rows that the guest has packed, and fetches and decodes the rest. Gives a code.
 * @param {Compiled} statement
 * @param {unknown[]} rows
 * @param {number} code what the guest gave for the first rows
 */
function takeRows(statement, rows, code) {
  const { connection, address, rowsFlags } = statement;
  const { guest, memory, address: result } = connection;
  while (code === 0) {
    const state = readState(statement);
    const count = memory.int32(result + RESULT_COUNT);
    if (count > 0) {
      const at = memory.uint32(result + RESULT_ROWS);
      statement.rowDecoder(memory.int32(result + RESULT_COLUMNS)).many(memory, at, count, rows);
    }
    if ((state & STATE_DONE) !== 0) break;
    code = guest.stmt_fetch(address, rowsFlags);
  }
  return code;
}

/**
 * Executes a statement for all its rows.
 * @param {Compiled} statement
 * @param {unknown[]} given
 * @param {Function} method the outermost function that an error's stack leaves out
 */
function rest(statement, given, method) {
  const { connection, address } = statement;
  statement.requireReady();
  const count = begin(statement, given);
  /** @type {unknown[]} */
  const rows = [];
  // Up to the last row: decoding can run setters of the application, which must not disturb what is decoded.
  connection.enter();
  let code = connection.guest.stmt_query(address, connection.cells.address, count, statement.rowsFlags);
  try {
    code = takeRows(statement, rows, code);
  } catch (error) {
    abandon(statement);
    throw error;
  } finally {
    connection.executing = false;
  }
  finish(statement, code, count, method);
  return rows;
}

/** @this {unknown} @param {unknown[]} given */
function all(...given) {
  const statement = compiledOf(this);
  requireReader(statement);
  return rest(statement, given, all);
}

module.exports = { all, rest };
