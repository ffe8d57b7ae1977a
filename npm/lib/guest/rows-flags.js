'use strict';

// The `ROWS_*` bits: how the guest packs rows.

const { ROWS_FIRST, ROWS_ONE, ROWS_PLUCK, ROWS_SAFE_INTEGERS } = require('../generated/abi');

/**
 * Returns the bits for rows of one statement.
 * @param {boolean} safeIntegers whether integers are packed as 64-bit integers
 * @param {boolean} pluck whether only the first column is packed
 */
function rowsFlags(safeIntegers, pluck) {
  return (safeIntegers ? ROWS_SAFE_INTEGERS : 0) | (pluck ? ROWS_PLUCK : 0);
}

/**
 * Packs one row at most and, if the row fits the rows area, resets the statement.
 * @param {number} flags
 */
function firstRow(flags) {
  return flags | ROWS_FIRST;
}

/**
 * Packs one row at most and stays on it.
 * @param {number} flags
 */
function oneRow(flags) {
  return flags | ROWS_ONE;
}

module.exports = { firstRow, oneRow, rowsFlags };
