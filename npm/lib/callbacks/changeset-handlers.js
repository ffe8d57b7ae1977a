'use strict';

// The callbacks of applyChangeset().

const { CHANGESET } = require('../generated/sqlite');
const { readValue } = require('../guest/values');
const { Set } = require('../intrinsics');

/** @import { Connection } from '../connection' */
/** @import { FunctionHandler as Contract } from '../host/callbacks-contract' */

/** @typedef {(argument: any) => unknown} Callback */

const {
  SQLITE_CHANGESET_ABORT, SQLITE_CHANGESET_CONFLICT, SQLITE_CHANGESET_DATA, SQLITE_CHANGESET_OMIT,
  SQLITE_CHANGESET_REPLACE,
} = CHANGESET;

/**
 * Runs a callback and returns its answer to the guest as a number.
 * @implements {Contract}
 */
class ChangesetHandler {
  /**
   * @param {Connection} connection
   * @param {Callback} callback
   * @param {(answer: unknown, argument: unknown) => number} translate
   */
  constructor(connection, callback, translate) {
    this.owner = connection;
    this.callback = callback;
    this.translate = translate;
  }

  /** @param {number} parameters @param {number} _count @param {number} result */
  call(parameters, _count, result) {
    const { callback, owner, translate } = this;
    const argument = readValue(owner.memory, parameters);
    const answer = translate(callback(argument), argument);
    owner.callbackResults.writer.writeInt32(result, answer);
  }
}

/**
 * Chooses the tables whose changes are applied.
 * @param {Connection} connection
 * @param {Callback} filter
 */
function filterHandler(connection, filter) {
  return new ChangesetHandler(connection, filter, (answer) => (answer ? 1 : 0));
}

/** @type {Set<unknown>} Conflicts that SQLITE_CHANGESET_REPLACE can resolve. */
const REPLACEABLE = new Set([SQLITE_CHANGESET_DATA, SQLITE_CHANGESET_CONFLICT]);

/**
 * Resolves the conflict of a change.
 * @param {Connection} connection
 * @param {Callback} onConflict
 */
function conflictHandler(connection, onConflict) {
  return new ChangesetHandler(connection, onConflict, (answer, conflict) => {
    if (answer === SQLITE_CHANGESET_OMIT || answer === SQLITE_CHANGESET_ABORT) return answer;
    if (!REPLACEABLE.has(conflict)) {
      throw new TypeError(
        'Expected onConflict() to return SQLITE_CHANGESET_OMIT or SQLITE_CHANGESET_ABORT for this conflict',
      );
    }
    if (answer === SQLITE_CHANGESET_REPLACE) return answer;
    throw new TypeError(
      'Expected onConflict() to return SQLITE_CHANGESET_OMIT, SQLITE_CHANGESET_REPLACE or SQLITE_CHANGESET_ABORT',
    );
  });
}

module.exports = { conflictHandler, filterHandler };
