'use strict';

// The decision is kept where every thread and every copy of this package finds it: in the environment data of
// node:worker_threads, which each new worker inherits.

const { getEnvironmentData, setEnvironmentData } = require('node:worker_threads');

/** @import { Decision } from './decide' */

/** The number is that of the decision's meaning. */
const KEY = 'anysqlite.preferNative.1';

/**
 * Returns the decision of another thread, undefined if there is none.
 * @returns {Decision | undefined}
 */
function sharedDecision() {
  const found = /** @type {Partial<Decision> | undefined} */ (getEnvironmentData?.(KEY));
  return typeof found?.reason === 'string' ? { folder: found.folder, reason: found.reason } : undefined;
}

/** @param {Decision} decision */
function shareDecision({ folder, reason }) {
  setEnvironmentData?.(KEY, { folder, reason });
}

module.exports = { shareDecision, sharedDecision };
