'use strict';

// Checks the rows that the generator of a virtual table yields.

const { Array, Buffer, Map, Object } = require('../intrinsics');

/** @import { TableDefinition } from './table-definition' */

/** Reads each row into the same array: the parameters, which are hidden columns, then the columns. */
class RowReader {
  /**
   * @param {TableDefinition} definition
   * @param {unknown[]} args the arguments of the generator
   * @param {string} subject how an error begins
   */
  constructor({ columns }, args, subject) {
    this.subject = subject;
    /** Index of the first column. */
    this.first = args.length;
    this.count = columns.length;
    /** @type {Map<unknown, number>} Index of each column, by its name. */
    this.indices = new Map(columns.map((name, index) => [name, this.first + index]));
    // Buffers are copied, so that the generator cannot change its hidden columns.
    const hidden = args.map((value) => (Buffer.isBuffer(value) ? Buffer.from(value) : value));
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
      const index = this.indices.get(key);
      if (index === undefined) throw new TypeError(`${this.subject} a row with an undeclared column "${key}"`);
      this.row[index] = row[key];
    }
    if (keys.length !== this.count) throw new TypeError(`${this.subject} a row with missing columns`);
  }
}

/**
 * Yields the rows of one scan. Each is the same array with other values.
 * @param {TableDefinition} definition
 * @param {unknown[]} args the arguments of the generator
 * @param {string} subject how an error begins
 * @returns {Generator<unknown[], void>}
 */
function* scanRows(definition, args, subject) {
  const { rows } = definition;
  const reader = new RowReader(definition, args, subject);
  // This loop ends the generator if it yields an invalid row.
  for (const row of rows(...args)) yield reader.read(row);
}

module.exports = { scanRows };
