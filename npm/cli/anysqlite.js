#!/usr/bin/env node
'use strict';

// The command `anysqlite`: the doctor if the first argument is "doctor", else the shell. Each is a bundle of its own,
// so that neither loads the other.

/** @typedef {{ run(args: string[]): Promise<number> }} Command Takes its arguments, returns the exit code. */

/**
 * @param {string[]} args
 * @returns {Promise<number>}
 */
function dispatch([first, ...rest]) {
  if (first === 'doctor') return /** @type {Command} */ (require('./doctor')).run(rest);
  return /** @type {Command} */ (require('./shell')).run(first === undefined ? [] : [first, ...rest]);
}

dispatch(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
