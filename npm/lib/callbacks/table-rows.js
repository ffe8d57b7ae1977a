'use strict';

// The rows of a scan, checked: from what the application's generator yields to one value for each column.

/** @import { TableDefinition } from './table-definition' */

/** Puts what a generator yields into one array, parameters first, which is used for all rows. */
class RowReader {
  /**
   * @param {TableDefinition} definition
   * @param {unknown[]} given the arguments of the generator
   * @param {string} subject how an error begins
   */
  constructor({ columns }, given, subject) {
    this.subject = subject;
    this.first = given.length;
    this.count = columns.length;
    /** @type {Map<unknown, number>} */
    this.places = new Map(columns.map((name, index) => [name, this.first + index]));
    // Of buffers there are copies: the generator must not change what its hidden columns give.
    const hidden = given.map((value) => (Buffer.isBuffer(value) ? Buffer.from(value) : value));
    this.row = [...hidden, ...columns.map(() => null)];
  }

  /** @param {unknown} row */
  read(row) {
    if (Array.isArray(row)) this.#array(row);
    else if (typeof row === 'object' && row !== null) this.#object(/** @type {Record<string, unknown>} */ (row));
    else throw new TypeError(`${this.subject} something that isn't a valid row object`);
    return this.row;
  }

  /** @param {unknown[]} row */
  #array(row) {
    const { count, first } = this;
    if (row.length !== count) throw new TypeError(`${this.subject} a row with an incorrect number of columns`);
    for (let i = 0; i < count; i += 1) this.row[first + i] = row[i];
  }

  /** @param {Record<string, unknown>} row */
  #object(row) {
    const keys = Object.keys(row);
    for (const key of keys) {
      const place = this.places.get(key);
      if (place === undefined) throw new TypeError(`${this.subject} a row with an undeclared column "${key}"`);
      this.row[place] = row[key];
    }
    if (keys.length !== this.count) throw new TypeError(`${this.subject} a row with missing columns`);
  }
}

/**
 * Gives the rows of one scan. Each is the same array with other values.
 * @param {TableDefinition} definition
 * @param {unknown[]} given the arguments of the generator
 * @param {string} subject how an error begins
 * @returns {Generator<unknown[], void>}
 */
function* scanRows(definition, given, subject) {
  const { rows } = definition;
  const reader = new RowReader(definition, given, subject);
  // A generator that yields something wrong is told to end, by this loop.
  for (const row of rows(...given)) yield reader.read(row);
}

module.exports = { scanRows };
