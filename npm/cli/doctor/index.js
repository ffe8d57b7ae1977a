'use strict';

const { judge } = require('./addon/judge');

/**
 * Runs the doctor.
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
async function run(args) {
  for (const arg of args) console.log(arg, JSON.stringify(judge(arg)));
  return 0;
}

module.exports = { judge, run };
