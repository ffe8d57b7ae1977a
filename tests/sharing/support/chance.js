'use strict';

// What is left to chance in these tests, so that it can be repeated; and how much of it there is.

const SEED = Number(process.env.ANYSQLITE_SOAK_SEED || Math.floor(Math.random() * 2 ** 31));

/** A generator of numbers that its seed determines: mulberry32. */
class Chance {
  /** @param {number} seed */
  constructor(seed) {
    this.state = seed >>> 0;
  }

  /** A number from 0 up to, but not including, 1. */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer from 0 up to, but not including, `limit`. @param {number} limit */
  below(limit) {
    return Math.floor(this.next() * limit);
  }

  /** True in so many cases of one. @param {number} share */
  happens(share) {
    return this.next() < share;
  }

  /** @template T @param {readonly T[]} choices @returns {T} */
  pick(choices) {
    return choices[this.below(choices.length)];
  }
}

/**
 * The run's generator for one test file, whose seed is printed.
 * @param {string} name
 */
function chanceFor(name) {
  console.log(`${name}: ANYSQLITE_SOAK_SEED=${SEED}`);
  return new Chance(SEED);
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

module.exports = { Chance, chanceFor, rounds, seconds, sleep };
