'use strict';

const { stringify } = require('csv-stringify/sync');
const { displayText } = require('./values');

/** @import { Formatter } from './contract' */

/** @param {string} value */
const quotedIfEmpty = (value) => ({ value, quoted_empty: true });

/**
 * Returns rows as CSV. NULL is nothing, an empty text a pair of quotes.
 * @param {(string | undefined)[][]} rows
 */
const csvOf = (rows) => stringify(rows, { record_delimiter: 'windows', cast: { string: quotedIfEmpty } });

/**
 * Rows as CSV (RFC 4180).
 * @type {Formatter}
 */
const csv = {
  batchSize: 1000,
  begin: (columns, { headers }) => (headers ? csvOf([columns]) : ''),
  rows: (_, rows) => csvOf(rows.map((row) => row.map((value) => (value === null ? undefined : displayText(value))))),
  end: () => '',
};

module.exports = { csv };
