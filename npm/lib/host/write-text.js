'use strict';

const { ERRNO } = require('../generated/abi');
const { Buffer } = require('../intrinsics');

/** @import { Memory } from './memory' */

/**
 * Writes a text to a buffer of the guest. Returns its length in bytes, or -ERANGE if it is longer than the buffer.
 * @param {Memory} memory
 * @param {string} text
 * @param {number} into address of the buffer
 * @param {number} capacity
 */
function writeText(memory, text, into, capacity) {
  const length = Buffer.byteLength(text);
  if (length > capacity >>> 0) return -ERRNO.ERANGE;
  memory.setText(text, into >>> 0, length);
  return length;
}

module.exports = { writeText };
