'use strict';

// The bits and numbers that tell the guest how to register functions and how to pack rows.

const {
  FUNCTION_DETERMINISTIC, FUNCTION_DIRECT_ONLY, FUNCTION_SAFE_INTEGERS, NO_FUNCTION, ROWS_FIRST, ROWS_LATIN1,
  ROWS_ONE, ROWS_PLUCK, ROWS_SAFE_INTEGERS,
} = require('../generated/abi');

/**
 * Returns the `FUNCTION_*` bits of a user function.
 * @param {{ deterministic: boolean, directOnly: boolean, safeIntegers: boolean }} options
 */
function functionFlags({ deterministic, directOnly, safeIntegers }) {
  return (deterministic ? FUNCTION_DETERMINISTIC : 0)
    | (directOnly ? FUNCTION_DIRECT_ONLY : 0)
    | (safeIntegers ? FUNCTION_SAFE_INTEGERS : 0);
}

/**
 * Returns the `ROWS_*` bits for rows of one statement.
 * @param {boolean} safeIntegers whether integers are packed as 64-bit integers
 * @param {boolean} pluck whether only the first column is packed
 */
function rowsFlags(safeIntegers, pluck) {
  return ROWS_LATIN1 | (safeIntegers ? ROWS_SAFE_INTEGERS : 0) | (pluck ? ROWS_PLUCK : 0);
}

/**
 * Returns the bits with which the guest packs one row at most and, if the row fits the rows area, resets the statement.
 * @param {number} flags
 */
function firstRow(flags) {
  return flags | ROWS_FIRST;
}

/**
 * Returns the bits with which the guest packs one row at most and stays on the row.
 * @param {number} flags
 */
function oneRow(flags) {
  return flags | ROWS_ONE;
}

module.exports = { NO_FUNCTION, firstRow, functionFlags, oneRow, rowsFlags };
