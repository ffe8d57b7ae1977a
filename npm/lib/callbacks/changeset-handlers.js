'use strict';

// What the application is asked while a changeset is applied.

const { constants } = require('../session/constants');
const { readValue } = require('../guest/read-value');

/** @import { Connection } from '../connection' */
/** @import { FunctionHandler as Contract } from '../host/callbacks-contract' */

/** @typedef {(argument: any) => unknown} Ask */

const {
  SQLITE_CHANGESET_ABORT, SQLITE_CHANGESET_CONFLICT, SQLITE_CHANGESET_DATA, SQLITE_CHANGESET_OMIT,
  SQLITE_CHANGESET_REPLACE,
} = constants;

/**
 * Asks the application and gives its answer to the guest as a number.
 * @implements {Contract}
 */
class ChangesetHandler {
  /**
   * @param {Connection} connection
   * @param {Ask} ask
   * @param {(answer: unknown, argument: unknown) => number} translate
   */
  constructor(connection, ask, translate) {
    this.owner = connection;
    this.ask = ask;
    this.translate = translate;
  }

  /** @param {number} parameters @param {number} _count @param {number} result */
  call(parameters, _count, result) {
    const { ask, owner, translate } = this;
    const argument = readValue(owner.memory, parameters);
    const answer = translate(ask(argument), argument);
    owner.results.putInt32(result, answer);
  }
}

/**
 * Which tables' changes are applied.
 * @param {Connection} connection
 * @param {Ask} filter
 */
function filterHandler(connection, filter) {
  return new ChangesetHandler(connection, filter, (answer) => (answer ? 1 : 0));
}

/** Conflicts in which the change can still be made. */
const REPLACEABLE = new Set([SQLITE_CHANGESET_DATA, SQLITE_CHANGESET_CONFLICT]);

/**
 * What becomes of a change that does not fit.
 * @param {Connection} connection
 * @param {Ask} onConflict
 */
function conflictHandler(connection, onConflict) {
  return new ChangesetHandler(connection, onConflict, (answer, conflict) => {
    if (answer === SQLITE_CHANGESET_OMIT || answer === SQLITE_CHANGESET_ABORT) return answer;
    if (!REPLACEABLE.has(/** @type {number} */ (conflict))) {
      throw new TypeError('Expected onConflict() to return SQLITE_CHANGESET_OMIT or SQLITE_CHANGESET_ABORT for this conflict');
    }
    if (answer === SQLITE_CHANGESET_REPLACE) return answer;
    throw new TypeError(
      'Expected onConflict() to return SQLITE_CHANGESET_OMIT, SQLITE_CHANGESET_REPLACE or SQLITE_CHANGESET_ABORT',
    );
  });
}

module.exports = { conflictHandler, filterHandler };
