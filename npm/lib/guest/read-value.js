'use strict';

// One value of a row, from its cell.

const {
  VALUE_ASCII, VALUE_BLOB, VALUE_FLOAT, VALUE_INT32, VALUE_INT64, VALUE_LEN, VALUE_TEXT, VALUE_DATA,
} = require('../generated/abi');
const { asciiText, batchText } = require('./ascii-text');

/** @import { Memory } from '../host/memory' */

/** @typedef {null | number | bigint | string | Buffer} Value */

/**
 * Decodes the cell at an address.
 * @param {Memory} memory
 * @param {number} at
 * @returns {Value}
 */
function readValue(memory, at) {
  switch (memory.int32(at)) {
    case VALUE_INT32:
      return memory.int32(at + VALUE_DATA);
    case VALUE_FLOAT:
      return memory.float64(at + VALUE_DATA);
    case VALUE_ASCII:
      return asciiText(memory, memory.uint32(at + VALUE_DATA), memory.uint32(at + VALUE_LEN));
    case VALUE_TEXT:
      return memory.text(memory.uint32(at + VALUE_DATA), memory.uint32(at + VALUE_LEN));
    case VALUE_BLOB:
      return memory.copy(memory.uint32(at + VALUE_DATA), memory.uint32(at + VALUE_LEN));
    case VALUE_INT64:
      return memory.int64(at + VALUE_DATA);
    default:
      return null;
  }
}

/**
 * Decodes the cell at an address in a batch of rows, begun by `beginBatch`.
 * @param {Memory} memory
 * @param {number} at
 * @returns {Value}
 */
function readBatchValue(memory, at) {
  if (memory.int32(at) !== VALUE_ASCII) return readValue(memory, at);
  return batchText(memory, memory.uint32(at + VALUE_DATA), memory.uint32(at + VALUE_LEN));
}

module.exports = { readBatchValue, readValue };
