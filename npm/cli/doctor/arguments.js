'use strict';

const { parseArgs } = require('node:util');

/**
 * @typedef {object} Arguments
 * @property {string} path
 * @property {string} [database]
 * @property {boolean} json
 * @property {boolean} strict
 * @property {boolean} all
 * @property {boolean} help
 */

/** @type {import('node:util').ParseArgsConfig['options']} */
const OPTIONS = {
  database: { type: 'string' },
  json: { type: 'boolean', default: false },
  strict: { type: 'boolean', default: false },
  all: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
};

const USAGE = `\
usage: anysqlite doctor [PATH] [--database FILE] [--json] [--strict] [--all]

Says of every .node file below PATH (default: this folder) whether it loads here, and why not. Loads none of them.

  PATH             a folder, one .node file, or a database
  --database FILE  says how a database is locked here, and whether it can be read; changes nothing
  --json           one JSON object instead of text
  --strict         also fails if an addon that matters does not load or is absent, or a folder cannot be read
  --all            lists addons for other platforms, too, beside which there is one that loads

Exit code: 0 if nothing is wrong, 1 if something is (the package itself or the database; with --strict, an addon or a
folder), 2 if the doctor could not do what was asked.`;

/**
 * Parses the arguments. Throws an error whose message says what is wrong with them.
 * @param {string[]} args
 * @returns {Arguments}
 */
function parseArguments(args) {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  if (positionals.length > 1) {
    const message = `One path is examined at a time, and these are ${positionals.length}`;
    throw Object.assign(new Error(message), { code: 'ERR_PARSE_ARGS_TOO_MANY' });
  }
  return /** @type {Arguments} */ ({ ...values, path: positionals[0] ?? '.' });
}

module.exports = { parseArguments, USAGE };
