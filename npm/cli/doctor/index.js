'use strict';

const { inspect } = require('../generated/exe_inspect');

/**
 * Runs the doctor.
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
async function run(args) {
  console.log(typeof inspect, args);
  return 0;
}

module.exports = { run };
