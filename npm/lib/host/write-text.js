'use strict';

const { ERRNO } = require('../generated/abi');

/** @import { Memory } from './memory' */

/**
 * Writes a text into a buffer of the guest. Gives its length in bytes, or -ERANGE when it does not fit.
 * @param {Memory} memory
 * @param {string} text
 * @param {number} into
 * @param {number} capacity
 */
function giveText(memory, text, into, capacity) {
  const length = Buffer.byteLength(text);
  if (length > capacity >>> 0) return -ERRNO.ERANGE;
  memory.settle();
  memory.setText(text, into >>> 0, length);
  return length;
}

module.exports = { giveText };
