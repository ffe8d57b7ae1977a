'use strict';

// The seed and the length of randomized tests. ANYSQLITE_SOAK_SEED repeats the random choices of a run.

const { Random } = require('../../support/random');

const SEED = Number(process.env.ANYSQLITE_SOAK_SEED || Math.floor(Math.random() * 2 ** 31));

/**
 * Returns the random generator of one test file, and prints the seed of the run.
 * @param {string} name
 */
function randomFor(name) {
  console.log(`${name}: ANYSQLITE_SOAK_SEED=${SEED}`);
  return new Random(SEED);
}

/**
 * Returns how many seconds a part of the run takes: in a soak its share of the time, but never less than `short`.
 * @param {number} short @param {number} share
 */
function seconds(short, share) {
  const soak = Number(process.env.ANYSQLITE_SOAK_SECONDS || 0);
  return soak > 0 ? Math.max(short, soak * share) : short;
}

/** Returns how many rounds a test has: those of the soak, else `short`. @param {number} short */
function rounds(short) {
  return Number(process.env.ANYSQLITE_SOAK_ROUNDS || short);
}

/** @param {number} milliseconds */
function sleep(milliseconds) {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

module.exports = { randomFor, rounds, seconds, sleep };
