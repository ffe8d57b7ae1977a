'use strict';

const { changedRows, lastBigRowid, lastRowid } = require('../guest/result-record');
const { begin, finish } = require('./execution');
const { preparedOf } = require('./statement');

/** @import { Prepared } from './prepared' */

/**
 * Executes a statement for its changes.
 * @param {Prepared} statement
 * @param {unknown[]} args
 * @param {Function} [method] the outermost function that an error's stack leaves out
 */
function execute(statement, args, method = execute) {
  const { connection, address } = statement;
  statement.requireExecutable();
  connection.requireNoIteratorsUnlessUnsafe();
  const count = begin(statement, args);
  connection.enter();
  const code = connection.guest.stmt_run(address, connection.parameters.address, count);
  connection.leave();
  finish(statement, code, method);
  return {
    changes: changedRows(connection),
    lastInsertRowid: statement.safeIntegers ? lastBigRowid(connection) : lastRowid(connection),
  };
}

/** @this {unknown} @param {unknown[]} args */
function run(...args) {
  return execute(preparedOf(this), args, run);
}

module.exports = { execute, run };
