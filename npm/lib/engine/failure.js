'use strict';

/**
 * Gives the error for a guest that has failed and cannot run any more.
 * @param {unknown} cause what was thrown, usually a WebAssembly.RuntimeError
 * @param {string} lastWords what the guest said before, if anything
 */
function engineStopped(cause, lastWords) {
  const reason = lastWords || (cause instanceof Error ? cause.message : String(cause));
  return new Error(
    `SQLite stopped unexpectedly (${reason}), and every connection of this thread was closed. ` +
    'The database files are safe: what was not committed is rolled back. Open a new connection to go on.',
    { cause },
  );
}

module.exports = { engineStopped };
