'use strict';

// The hooks of a connection.

const { OPERATIONS } = require('../generated/sqlite');
const { appendValues } = require('../guest/values');
const { Map, Object } = require('../intrinsics');

/** @import { Connection } from '../connection' */
/** @import { CallbackOwner, FunctionHandler } from '../host/callbacks-contract' */

/** @typedef {(...values: any[]) => unknown} Hook */

/** @type {Map<unknown, string>} The names of operations by SQLite's numbers. */
const OPERATION_NAMES = new Map(Object.entries(OPERATIONS).map(([name, number]) => [number, name]));

/**
 * Makes the handler of an update hook.
 * @param {Connection} connection
 * @param {Hook} hook
 * @returns {FunctionHandler}
 */
function updateHandler(connection, hook) {
  return {
    owner: connection,
    call(parameters, count) {
      const [operation, database, table, rowid] = appendValues(connection.memory, parameters, count, []);
      hook(OPERATION_NAMES.get(operation), database, table, rowid);
    },
  };
}

/**
 * Makes the handler of a commit hook.
 * @param {Connection} connection
 * @param {Hook} hook
 * @returns {FunctionHandler}
 */
function commitHandler(connection, hook) {
  return {
    owner: connection,
    call(_parameters, _count, result) {
      const answer = /** @type {any} */ (hook());
      if (answer && typeof answer.then === 'function') throw new TypeError('Commit hook cannot return a promise');
      connection.callbackResults.writer.writeInt32(result, answer ? 1 : 0);
    },
  };
}

/**
 * Makes the handler of a rollback hook. It is called even after another callback has thrown, because that is a reason
 * to roll back. Of several errors the connection keeps the first.
 * @param {Connection} connection
 * @param {Hook} hook
 * @returns {FunctionHandler}
 */
function rollbackHandler(connection, hook) {
  /** @type {CallbackOwner} */
  const owner = {
    get thrown() {
      return undefined;
    },
    set thrown(thrown) {
      connection.thrown ??= thrown;
    },
  };
  return {
    owner,
    call() {
      hook();
    },
  };
}

module.exports = { commitHandler, rollbackHandler, updateHandler };
