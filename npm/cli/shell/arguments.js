'use strict';

const { parseArgs } = require('node:util');

const USAGE = `\
usage: anysqlite [options] FILE [SQL or .command]...
       anysqlite doctor [path]

Opens a database read-only and runs SQL and commands: those of the command line; without any, those that it reads
from a terminal, line by line, or from a pipe. Without FILE the database is empty and in memory.

  -w, --write         allow changes; create FILE if it is missing
      --json, --csv   the format of rows; the default is a table
      --no-headers    leave the names of columns out of tables and CSV
      --timeout MS    how long to wait for a locked database, 5000 by default
  -h, --help          print this and exit
      --version       print the version and exit

Exit codes: 0 done; 1 SQL or a command failed; 2 wrong arguments, or FILE cannot be opened;
130 interrupted by ctrl-C; 141 the reader of the output has gone.
`;

/** @typedef {'table' | 'json' | 'csv'} Mode */

/** @typedef {{ mode: Mode, headers: boolean }} Settings */

/**
 * @typedef {object} Arguments
 * @property {string} file ":memory:" if none was named
 * @property {string[]} texts SQL and commands
 * @property {boolean} write
 * @property {number} timeout in milliseconds
 * @property {Settings} settings
 * @property {boolean} help
 * @property {boolean} version
 */

/** Thrown for wrong arguments. */
class UsageError extends Error {}

/** @param {string} text */
function timeoutOf(text) {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`--timeout takes a number of milliseconds, not "${text}"`);
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        write: { type: 'boolean', short: 'w', default: false },
        json: { type: 'boolean', default: false },
        csv: { type: 'boolean', default: false },
        'no-headers': { type: 'boolean', default: false },
        timeout: { type: 'string', default: '5000' },
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(/** @type {Error} */ (error).message);
  }
}

/**
 * Reads the command line. Throws a UsageError.
 * @param {string[]} args
 * @returns {Arguments}
 */
function readArguments(args) {
  const { values, positionals: [file = ':memory:', ...texts] } = parse(args);
  if (values.json && values.csv) throw new UsageError('--json and --csv exclude each other');
  if (file.trim() === '') throw new UsageError('the name of the database is empty');
  return {
    file,
    texts,
    write: Boolean(values.write),
    timeout: timeoutOf(String(values.timeout)),
    settings: { mode: values.json ? 'json' : values.csv ? 'csv' : 'table', headers: !values['no-headers'] },
    help: Boolean(values.help),
    version: Boolean(values.version),
  };
}

module.exports = { USAGE, UsageError, readArguments };
