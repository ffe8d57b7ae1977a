'use strict';

const { quoteName } = require('./output/values');

/** @import { Session } from './session' */

const COMMAND = /^\.\w*$/;
const NAME = /"?[\w$\u0080-\uffff]*$/;
const PLAIN = /^[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*$/;

/**
 * Returns what a line may continue with, and the part that it replaces.
 * @param {string} line
 * @param {string[]} names of tables and columns
 * @param {string[]} commands
 * @returns {[string[], string]}
 */
function complete(line, names, commands) {
  if (COMMAND.test(line)) return [commands.map((name) => `.${name} `).filter((name) => name.startsWith(line)), line];
  const [part] = /** @type {RegExpExecArray} */ (NAME.exec(line));
  const written = part.startsWith('"') ? names.map(quoteName) : names.filter((name) => PLAIN.test(name));
  return [written.filter((name) => name.startsWith(part)), part];
}

/**
 * Returns what readline asks for completions.
 * @param {Session} session
 */
function completerOf(session) {
  /**
   * @param {string} line
   * @param {(error: Error | null, result: [string[], string]) => void} callback
   */
  return (line, callback) => {
    if (session.busy) {
      callback(null, [[], line]);
      return;
    }
    session.ask({ kind: 'names' }).then(({ names = [], commands = [] }) => {
      callback(null, complete(line, names, commands));
    });
  };
}

module.exports = { complete, completerOf };
