'use strict';

const { conflictHandler, filterHandler } = require('../callbacks/changeset-handlers');
const { connectionOf } = require('../connection-of');
const { option, requireFunctionOrNone, requireOptions } = require('../arguments');
const { SQLITE_ABORT, SQLITE_OK } = require('../guest/result-codes');
const { ChangesetCells, requireChangeset } = require('../guest/changeset-values');

/** @import { Connection } from '../connection' */
/** @import { DatabaseObject } from '../connection-of' */
/** @import { Handler } from '../host/callbacks-contract' */

/** Instead of a number: nobody is to be asked. */
const NOBODY = -1;

/**
 * Applies a changeset; gives whether it was, and not given up.
 * @param {Connection} connection
 * @param {Uint8Array} changeset
 * @param {Handler | null} filter
 * @param {Handler | null} conflict
 */
function apply(connection, changeset, filter, conflict) {
  const { address, engine, guest } = connection;
  const { handlers } = engine.callbacks;
  const cells = new ChangesetCells(engine, [changeset]);
  const numbers = [filter, conflict].map((handler) => (handler === null ? NOBODY : handlers.add(handler)));
  connection.enter();
  try {
    const code = guest.changeset_apply(address, cells.address, numbers[0], numbers[1]);
    if (code === SQLITE_OK) return true;
    if (code === SQLITE_ABORT && connection.thrown === undefined) return false;
    throw connection.reason(code, applyChangeset);
  } finally {
    connection.executing = false;
    for (const number of numbers.filter((number) => number !== NOBODY)) handlers.remove(number);
    if (connection.open) cells.free();
  }
}

/** @this {DatabaseObject} @param {unknown} changeset @param {unknown} options */
function applyChangeset(changeset, options) {
  const bytes = requireChangeset(changeset, 'first argument');
  const given = requireOptions(options);
  const filter = requireFunctionOrNone(option(given, 'filter'), 'filter');
  const onConflict = requireFunctionOrNone(option(given, 'onConflict'), 'onConflict');

  const connection = connectionOf(this);
  connection.requireOpen();
  connection.requireIdle();
  connection.requireNoIteratorsUnlessUnsafe();
  return apply(
    connection,
    bytes,
    filter && filterHandler(connection, filter),
    onConflict && conflictHandler(connection, onConflict),
  );
}

module.exports = { applyChangeset };
