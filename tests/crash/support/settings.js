'use strict';

// The number of cases and the first seed. Both come from environment variables, so that a failure can be repeated.

const { env } = process;

/**
 * Returns the first seed and the number of seeds. If only ANYSQLITE_CRASH_SEED is set, it is the only seed.
 * @param {string} variable the environment variable with the number of cases
 * @param {number} defaultCount
 */
function seeds(variable, defaultCount) {
  const first = Number(env.ANYSQLITE_CRASH_SEED ?? 0);
  const count = Number(env[variable] ?? (env.ANYSQLITE_CRASH_SEED === undefined ? defaultCount : 1));
  return { first, count };
}

/**
 * Returns the distance between calls that fail, 1 to fail every call.
 * @param {number} defaultStride
 */
function stride(defaultStride) {
  return Number(env.ANYSQLITE_CRASH_STRIDE ?? defaultStride);
}

/** The number of failures that a report shows in full. */
const MAX_SHOWN = 5;

/**
 * Returns the assertion message for failed cases.
 * @param {string[]} failures descriptions, each beginning with its seed
 */
function report(failures) {
  const shown = failures.slice(0, MAX_SHOWN).join('\n\n');
  return `${failures.length} failed; to repeat one, set ANYSQLITE_CRASH_SEED=<seed>\n\n${shown}`;
}

module.exports = { report, seeds, stride };
