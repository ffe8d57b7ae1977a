'use strict';

const { option, requireChangeset, requireFunctionOrNone, requireOptions } = require('../arguments');
const { conflictHandler, filterHandler } = require('../callbacks/changeset-handlers');
const { connectionOf } = require('../connection-of');
const { ChangesetValues } = require('../guest/changeset-values');
const { NO_FUNCTION } = require('../guest/flags');
const { SQLITE_ABORT, SQLITE_OK } = require('../guest/result-codes');

/** @import { Connection } from '../connection' */
/** @import { DatabaseObject } from '../connection-of' */
/** @import { Handler } from '../host/callbacks-contract' */

/**
 * Applies a changeset. Returns false if a conflict aborted that.
 * @param {Connection} connection
 * @param {Uint8Array} changeset
 * @param {Handler | null} filter
 * @param {Handler | null} conflict
 */
function apply(connection, changeset, filter, conflict) {
  const { address, guest, handlers } = connection;
  const values = new ChangesetValues(connection, [changeset]);
  const numbers = [filter, conflict].map((handler) => (handler === null ? NO_FUNCTION : handlers.add(handler)));
  connection.enter();
  try {
    const code = guest.changeset_apply(address, values.address, numbers[0], numbers[1]);
    if (code === SQLITE_OK) return true;
    if (code === SQLITE_ABORT && connection.thrown === undefined) return false;
    throw connection.thrownOrError(code, applyChangeset);
  } finally {
    connection.leave();
    for (const number of numbers.filter((number) => number !== NO_FUNCTION)) handlers.remove(number);
    if (connection.open) values.free();
  }
}

/** @this {DatabaseObject} @param {unknown} changeset @param {unknown} options */
function applyChangeset(changeset, options) {
  const bytes = requireChangeset(changeset, 'first argument');
  const checked = requireOptions(options);
  const filter = requireFunctionOrNone(option(checked, 'filter'), 'filter');
  const onConflict = requireFunctionOrNone(option(checked, 'onConflict'), 'onConflict');

  const connection = connectionOf(this);
  connection.requireOpen();
  connection.requireNotExecuting();
  connection.requireNoIteratorsUnlessUnsafe();
  return apply(
    connection,
    bytes,
    filter && filterHandler(connection, filter),
    onConflict && conflictHandler(connection, onConflict),
  );
}

module.exports = { applyChangeset };
