// Calls the application's logger. This file is not strict, so that guest-calls.js can look for the call on the stack.

const { innermostArguments } = require('./host/guest-calls');

/** @import { Logger } from './connection' */

/**
 * Calls a logger.
 * @param {Logger} log
 * @param {string} sql
 */
function callLogger(log, sql) {
  log(sql);
}

/** Returns whether a logger of any connection runs, or may run. */
function loggerRuns() {
  return innermostArguments(callLogger) !== null;
}

module.exports = { callLogger, loggerRuns };
