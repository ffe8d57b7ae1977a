'use strict';

/** @import { Memory } from '../host/memory' */

/**
 * Decodes text of bytes below 128.
 * @param {Memory} memory
 * @param {number} at
 * @param {number} length
 */
function shortText(memory, at, length) {
  return memory.ascii(at, length);
}

module.exports = { shortText };
