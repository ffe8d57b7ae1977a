'use strict';

// Reads values, the 16-byte records of rows and arguments.

const {
  VALUE_ASCII, VALUE_BLOB, VALUE_BYTES, VALUE_DATA, VALUE_FLOAT, VALUE_INT32, VALUE_INT64, VALUE_LATIN1, VALUE_LEN,
  VALUE_TEXT, VALUE_TYPE, VALUE_UNDEFINED,
} = require('../generated/abi');
const { Array } = require('../intrinsics');
const { latin1Text } = require('./latin1-text');

/** @import { Memory } from '../host/memory' */
/** @import { Batch } from './batch' */

/** @typedef {null | number | bigint | string | Buffer} Value */

/**
 * Decodes the value at an address.
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
    case VALUE_LATIN1:
      return latin1Text(memory, memory.uint32(at + VALUE_DATA), memory.uint32(at + VALUE_LEN));
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
 * Decodes the value at an address in a batch of rows.
 * @param {Batch} batch
 * @param {number} at
 * @returns {Value}
 */
function readBatchValue(batch, at) {
  const { memory } = batch;
  const type = memory.int32(at);
  if (type !== VALUE_ASCII && type !== VALUE_LATIN1) return readValue(memory, at);
  return batch.text(memory.uint32(at + VALUE_DATA), memory.uint32(at + VALUE_LEN));
}

/**
 * Appends consecutive values to an array, and returns the array.
 * @param {Memory} memory
 * @param {number} at address of the first value
 * @param {number} count
 * @param {unknown[]} values
 */
function appendValues(memory, at, count, values) {
  for (let i = 0; i < count; i += 1) values.push(readValue(memory, at + i * VALUE_BYTES));
  return values;
}

/**
 * Decodes the arguments of a scan of a virtual table, undefined for each that is missing.
 * @param {Memory} memory
 * @param {number} at address of the first value
 * @param {number} count
 */
function readScanArguments(memory, at, count) {
  return Array.from({ length: count }, (_, index) => {
    const value = at + index * VALUE_BYTES;
    return memory.int32(value + VALUE_TYPE) === VALUE_UNDEFINED ? undefined : readValue(memory, value);
  });
}

module.exports = { appendValues, readBatchValue, readScanArguments, readValue };
