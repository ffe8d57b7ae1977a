'use strict';

const { displayText, realLiteral } = require('./values');

/** @import { Formatter, Value } from './contract' */

/**
 * Returns a value as JSON. Integers have all their digits, infinities are numbers out of range, blobs are texts.
 * @param {Value} value
 */
function jsonOf(value) {
  if (value === null) return 'null';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return realLiteral(value);
  return JSON.stringify(displayText(value));
}

/**
 * Rows as an array of objects, one a line.
 * @type {Formatter}
 */
const json = {
  batchSize: 100,
  begin: () => '[',
  rows(columns, rows, { isFirst }) {
    const keys = columns.map((name) => `${JSON.stringify(name)}:`);
    const objects = rows.map((row) => `{${row.map((value, index) => keys[index] + jsonOf(value)).join(',')}}`);
    return (isFirst ? '' : ',\n') + objects.join(',\n');
  },
  end: () => ']\n',
};

module.exports = { json };
