'use strict';

const { withProgress } = require('./progress');
const { GRACE_MILLISECONDS } = require('./session');

/** @import { Session } from './session' */
/** @import { Request } from './protocol' */

/** The signals that stop the work, with the exit codes that shells report for them. */
const EXIT_CODES = /** @type {const} */ ({ SIGINT: 130, SIGTERM: 143 });

/** @typedef {keyof typeof EXIT_CODES} Signal */

/**
 * Ends the process as if it had never listened to a signal: nothing that still works or waits delays it.
 * @param {Signal} signal
 */
function dieBy(signal) {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/**
 * Executes a request without a terminal. Returns the exit code. A signal stops the work where a statement, a row or a
 * part of a copy ends, so that nothing half is left behind; after a second, or at the second signal, wherever it is.
 * @param {Session} session
 * @param {Request} request
 */
async function runBatch(session, request) {
  /** @type {Signal | undefined} */
  let received;
  const stop = (/** @type {Signal} */ signal) => {
    if (received !== undefined) dieBy(signal);
    received = signal;
    session.signals.interrupt();
    setTimeout(dieBy, GRACE_MILLISECONDS, signal).unref();
  };
  for (const signal of /** @type {Signal[]} */ (Object.keys(EXIT_CODES))) process.on(signal, stop);
  const { exitCode } = await withProgress(session.signals, session.ask(request));
  return received !== undefined && exitCode !== 0 ? EXIT_CODES[received] : exitCode;
}

module.exports = { runBatch };
