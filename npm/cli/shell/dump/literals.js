'use strict';

// Values as SQL that restores them exactly.

const { realLiteral } = require('../output/values');

/** SQLite's names of encodings, with JavaScript's. */
const ENCODINGS = new Map([['UTF-8', 'utf-8'], ['UTF-16le', 'utf-16le'], ['UTF-16be', 'utf-16le']]);

const NUL = /\0/;

/**
 * Returns the expression that reads a column so that `literalOf` loses nothing: texts as their bytes, which may be
 * malformed, and blobs as hexadecimal digits.
 * @param {string} column a quoted name
 */
function exactly(column) {
  return `CASE typeof(${column}) WHEN 'text' THEN CAST(${column} AS BLOB) WHEN 'blob' THEN hex(${column}) ` +
    `ELSE ${column} END`;
}

/**
 * Returns a text as SQL. A NUL character would end SQL, so it is put in by replace().
 * @param {string} text
 */
function textLiteral(text) {
  const quoted = text.replaceAll("'", "''");
  if (!NUL.test(text)) return `'${quoted}'`;
  let mark = '\\0';
  while (text.includes(mark)) mark += '0';
  return `replace('${quoted.replaceAll('\0', mark)}','${mark}',char(0))`;
}

/**
 * Returns what turns the values of `exactly` into SQL.
 * @param {string} encoding the database's, as SQLite names it
 */
function literalsOf(encoding) {
  const decoder = new TextDecoder(ENCODINGS.get(encoding), { fatal: true, ignoreBOM: true });
  const isSwapped = encoding === 'UTF-16be';

  /** @param {Buffer} bytes */
  const textOf = (bytes) => {
    try {
      return textLiteral(decoder.decode(isSwapped ? Buffer.from(bytes).swap16() : bytes));
    } catch {
      return `CAST(X'${bytes.toString('hex')}' AS TEXT)`;
    }
  };

  /** @param {null | bigint | number | string | Buffer} value */
  return function literalOf(value) {
    if (value === null) return 'NULL';
    if (typeof value === 'bigint') return String(value);
    if (typeof value === 'number') return realLiteral(value);
    return typeof value === 'string' ? `X'${value}'` : textOf(value);
  };
}

module.exports = { exactly, literalsOf };
