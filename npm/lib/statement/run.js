'use strict';

const { RESULT_CHANGES, RESULT_ROWID, RESULT_ROWID64 } = require('../generated/abi');
const { begin, finish } = require('./execution');
const { compiledOf } = require('./statement');

/** @import { Compiled } from './prepared' */

/**
 * Executes a statement for what it changes.
 * @param {Compiled} statement
 * @param {unknown[]} given
 * @param {Function} method the outermost function that an error's stack leaves out
 */
function execute(statement, given, method) {
  const { connection, address } = statement;
  statement.requireReady();
  connection.requireNoIteratorsUnlessUnsafe();
  const count = begin(statement, given);
  connection.enter();
  const code = connection.guest.stmt_run(address, connection.cells.address, count);
  connection.executing = false;
  finish(statement, code, count, method);
  const { memory, address: result } = connection;
  const changes = memory.int32(result + RESULT_CHANGES);
  const lastInsertRowid = statement.safeIntegers
    ? memory.int64(result + RESULT_ROWID64)
    : memory.float64(result + RESULT_ROWID);
  return { changes, lastInsertRowid };
}

/** @this {unknown} @param {unknown[]} given */
function run(...given) {
  return execute(compiledOf(this), given, run);
}

module.exports = { execute, run };
