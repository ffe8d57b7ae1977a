'use strict';

const { Math } = require('../intrinsics');

/** @import { Memory } from '../host/memory' */

/** Texts up to this length are cut out of a longer one. */
const MAX_CUT = 256;

/**
 * How many bytes are decoded at once for cutting. A piece keeps its whole source from being collected, so that one text
 * which the application keeps may cost as much.
 */
const SOURCE_BYTES = 1024;

/**
 * Decodes those texts of one batch of rows that have a byte for each character. They lie side by side, so one call into
 * Node decodes many: a call for each would cost more than the rest of decoding a row. Valid until the next call of the
 * guest.
 */
class Batch {
  /** @param {Memory} memory */
  constructor(memory) {
    this.memory = memory;
    /** The decoded text, and where in memory it begins and ends. */
    this.source = '';
    this.start = 0;
    this.end = 0;
  }

  /**
   * Decodes text of a byte for each character, which mostly lies just below the text decoded before.
   * @param {number} at
   * @param {number} length
   * @returns {string}
   */
  text(at, length) {
    if (at < this.start || at + length > this.end) {
      if (length > MAX_CUT) return this.memory.latin1(at, length);
      this.end = at + length;
      this.start = Math.max(0, this.end - SOURCE_BYTES);
      this.source = this.memory.latin1(this.start, this.end - this.start);
    }
    return this.source.substring(at - this.start, at - this.start + length);
  }
}

exports.Batch = Batch;
