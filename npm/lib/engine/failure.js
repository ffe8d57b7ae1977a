'use strict';

const { String } = require('../intrinsics');

/**
 * Returns the error for a guest that failed and cannot run any more.
 * @param {unknown} cause what was thrown, usually a WebAssembly.RuntimeError
 * @param {string} panicMessage the message of the guest's panic, empty if there was none
 */
function instanceStopped(cause, panicMessage) {
  const reason = panicMessage || (cause instanceof Error ? cause.message : String(cause));
  return new Error(
    `SQLite stopped unexpectedly (${reason}), and every connection of this thread was closed. ` +
    'The database files are safe: what was not committed is rolled back. Open a new connection to go on.',
    { cause },
  );
}

/** Returns the error for a call of the guest that the JavaScript engine ended. Memory and files may be in any state. */
function cutOff() {
  return new Error('the JavaScript engine cut off a call, as the timeout of node:vm does');
}

module.exports = { cutOff, instanceStopped };
