'use strict';

const { formatters } = require('./formatters');

/** @import { Signals } from '../signals' */
/** @import { Settings } from '../arguments' */
/** @import { Value } from './contract' */
/** @import { Output } from './output' */

/**
 * @typedef {object} Page where rows are printed, and how
 * @property {Output} output
 * @property {Signals} signals
 * @property {Settings} settings
 * @property {number} terminalWidth columns of the terminal, Infinity without one
 */

/** So many characters end a batch, whatever the number of rows. */
const BATCH_CHARACTERS = 1 << 22;

/**
 * Returns about how many characters a value is printed as.
 * @param {Value} value
 */
function sizeOf(value) {
  if (typeof value === 'string') return value.length;
  return Buffer.isBuffer(value) ? 2 * value.length : 8;
}

/**
 * Prints rows as they come.
 * @param {Page} page
 * @param {string[]} columns
 * @param {Iterable<Value[]>} rows
 */
function printRows({ output, signals, settings, terminalWidth }, columns, rows) {
  const formatter = formatters[settings.mode];
  /** @type {Value[][]} */
  let batch = [];
  let size = 0;
  let printed = 0;
  const printBatch = () => {
    if (batch.length === 0) return;
    output.write(formatter.rows(columns, batch, { ...settings, terminalWidth, isFirst: printed === 0 }));
    printed += batch.length;
    batch = [];
    size = 0;
  };
  output.write(formatter.begin(columns, settings));
  for (const row of rows) {
    batch.push(row);
    for (const value of row) size += sizeOf(value);
    signals.report(printed + batch.length);
    if (batch.length === formatter.batchSize || size > BATCH_CHARACTERS) printBatch();
  }
  printBatch();
  output.write(formatter.end());
}

module.exports = { printRows };
