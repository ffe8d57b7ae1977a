'use strict';

// How much is tried, and from which seed on: by environment variables, so that a failure can be repeated.

const { env } = process;

/**
 * Gives the seeds to try. ANYSQLITE_CRASH_SEED is the first; alone, it stands for itself.
 * @param {string} variable that holds the number of cases
 * @param {number} usual how many cases are run without it
 */
function seeds(variable, usual) {
  const first = Number(env.ANYSQLITE_CRASH_SEED ?? 0);
  const count = Number(env[variable] ?? (env.ANYSQLITE_CRASH_SEED === undefined ? usual : 1));
  return { first, count };
}

/**
 * Gives every how many calls one fails: 1 for all of them.
 * @param {number} usual
 */
function stride(usual) {
  return Number(env.ANYSQLITE_CRASH_STRIDE ?? usual);
}

/** How many failures of one test are shown; the rest is counted. */
const SHOWN = 5;

/**
 * Gives the text of an assertion about failed cases.
 * @param {string[]} failures each beginning with its seed
 */
function report(failures) {
  const shown = failures.slice(0, SHOWN).join('\n\n');
  return `${failures.length} failed; repeat one with ANYSQLITE_CRASH_SEED=<seed>\n\n${shown}`;
}

module.exports = { report, seeds, stride };
