'use strict';

// Values as SQL that restores them exactly.

const { realLiteral } = require('../output/values');

/** SQLite's names of encodings, with JavaScript's. */
const ENCODINGS = new Map([['UTF-8', 'utf-8'], ['UTF-16le', 'utf-16le'], ['UTF-16be', 'utf-16le']]);

/** A NUL ends SQL, and sqlite3 removes a carriage return at the end of a line, also inside a text. */
const FRAGILE_CODES = /** @type {const} */ ([['\0', 0], ['\r', 13]]);
const FRAGILE = /[\0\r]/;

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
 * Returns a text as SQL. Characters that a text in a script may lose are put in by replace().
 * @param {string} text
 */
function textLiteral(text) {
  const quoted = text.replaceAll("'", "''");
  if (!FRAGILE.test(text)) return `'${quoted}'`;
  let literal = quoted;
  const calls = [];
  for (const [character, code] of FRAGILE_CODES) {
    if (!text.includes(character)) continue;
    let mark = `\\${code}`;
    while (text.includes(mark)) mark += '_';
    literal = literal.replaceAll(character, mark);
    calls.push(`'${mark}',char(${code}))`);
  }
  return `${'replace('.repeat(calls.length)}'${literal}',${calls.join(',')}`;
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
