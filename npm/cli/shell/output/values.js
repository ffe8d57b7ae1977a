'use strict';

/** @import { Value } from './contract' */

/**
 * Returns a real number as SQL, which reads it as the same number.
 * @param {number} value
 */
function realLiteral(value) {
  if (!Number.isFinite(value)) return value > 0 ? '9e999' : '-9e999';
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/**
 * Returns a blob as SQL.
 * @param {Buffer} value
 */
const blobLiteral = (value) => `x'${value.toString('hex')}'`;

/**
 * Returns a value as people read it, NULL as "NULL".
 * @param {Value} value
 */
function displayText(value) {
  if (value === null) return 'NULL';
  if (typeof value === 'number') return realLiteral(value);
  return Buffer.isBuffer(value) ? blobLiteral(value) : String(value);
}

/**
 * Returns a name as SQL.
 * @param {string} name
 */
const quoteName = (name) => `"${name.replaceAll('"', '""')}"`;

module.exports = { blobLiteral, displayText, quoteName, realLiteral };
