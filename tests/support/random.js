'use strict';

// Reproducible random numbers: all random choices of the tests are made here.

/** A generator of random numbers (mulberry32). Its sequence depends only on the seed. */
class Random {
  /** @param {number} seed */
  constructor(seed) {
    // The seeds of neighbouring cases are neighbours: the factor spreads them.
    this.state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
    this.uint32();
  }

  /** Returns a whole number from 0 to 2³² - 1. */
  uint32() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** Returns a number that is at least 0 and less than 1. */
  fraction() {
    return this.uint32() / 2 ** 32;
  }

  /**
   * Returns a whole number from 0 to `limit - 1`.
   * @param {number} limit
   */
  below(limit) {
    return Math.floor(this.fraction() * limit);
  }

  /** Returns true with this probability. @param {number} probability */
  chance(probability) {
    return this.fraction() < probability;
  }

  /**
   * Returns a random element.
   * @template T
   * @param {readonly T[]} list
   * @returns {T}
   */
  pick(list) {
    return list[this.below(list.length)];
  }

  /**
   * Fills an array with random bytes.
   * @param {Uint8Array} bytes
   */
  fill(bytes) {
    for (let i = 0; i < bytes.length; i += 1) bytes[i] = this.uint32();
  }
}

exports.Random = Random;
