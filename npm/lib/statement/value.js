'use strict';

// One value of a row, from its cell.

const {
  CELL_ASCII, CELL_BLOB, CELL_FLOAT, CELL_INT32, CELL_INT64, CELL_LEN, CELL_TEXT, CELL_VALUE,
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
    case CELL_INT32:
      return memory.int32(at + CELL_VALUE);
    case CELL_FLOAT:
      return memory.float64(at + CELL_VALUE);
    case CELL_ASCII:
      return asciiText(memory, memory.uint32(at + CELL_VALUE), memory.uint32(at + CELL_LEN));
    case CELL_TEXT:
      return memory.text(memory.uint32(at + CELL_VALUE), memory.uint32(at + CELL_LEN));
    case CELL_BLOB:
      return memory.copy(memory.uint32(at + CELL_VALUE), memory.uint32(at + CELL_LEN));
    case CELL_INT64:
      return memory.int64(at + CELL_VALUE);
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
  if (memory.int32(at) !== CELL_ASCII) return readValue(memory, at);
  return batchText(memory, memory.uint32(at + CELL_VALUE), memory.uint32(at + CELL_LEN));
}

module.exports = { readBatchValue, readValue };
