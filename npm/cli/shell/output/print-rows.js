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
  let printed = 0;
  const printBatch = () => {
    if (batch.length === 0) return;
    output.write(formatter.rows(columns, batch, { ...settings, terminalWidth, isFirst: printed === 0 }));
    printed += batch.length;
    batch = [];
  };
  output.write(formatter.begin(columns, settings));
  for (const row of rows) {
    batch.push(row);
    signals.report(printed + batch.length);
    if (batch.length === formatter.batchSize) printBatch();
  }
  printBatch();
  output.write(formatter.end());
}

module.exports = { printRows };
