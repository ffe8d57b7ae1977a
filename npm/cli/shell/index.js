'use strict';

/**
 * Runs the shell.
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
async function run(args) {
  console.error(`anysqlite: the shell is not part of this build (${args.join(' ')}); use \`anysqlite doctor\``);
  return 2;
}

module.exports = { run };
