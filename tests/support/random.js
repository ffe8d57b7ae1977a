'use strict';

// Repeatable randomness: every random choice of a test comes from here.

/** A generator of numbers that depend on its seed alone (mulberry32). */
class Random {
  /** @param {number} seed */
  constructor(seed) {
    // Spread out, because neighbouring cases have neighbouring seeds.
    this.state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
    this.uint32();
  }

  uint32() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** Returns a number from 0 up to, but not including, 1. */
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
   * @template T
   * @param {readonly T[]} list
   * @returns {T}
   */
  pick(list) {
    return list[this.below(list.length)];
  }

  /** @param {Uint8Array} bytes */
  fill(bytes) {
    for (let i = 0; i < bytes.length; i += 1) bytes[i] = this.uint32();
  }
}

exports.Random = Random;
