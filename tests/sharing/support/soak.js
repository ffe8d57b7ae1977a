'use strict';

// The seed and the length of the randomized tests: ANYSQLITE_SOAK_SEED repeats a run's choices.

const { Random } = require('../../support/random');

const SEED = Number(process.env.ANYSQLITE_SOAK_SEED || Math.floor(Math.random() * 2 ** 31));

/**
 * Creates the generator of one test file, and prints the run's seed.
 * @param {string} name
 */
function randomFor(name) {
  console.log(`${name}: ANYSQLITE_SOAK_SEED=${SEED}`);
  return new Random(SEED);
}

/** How long a part of the run takes: its share of the soak's time, or its own when the run is short. @param {number} short @param {number} share */
function seconds(short, share) {
  const soak = Number(process.env.ANYSQLITE_SOAK_SECONDS || 0);
  return soak > 0 ? Math.max(short, soak * share) : short;
}

/** @param {number} short */
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
