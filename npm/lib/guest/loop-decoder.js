'use strict';

// Decoders that generate no code.

const { VALUE_BYTES } = require('../generated/abi');
const { Batch } = require('./batch');
const { readBatchValue, readValue } = require('./values');

/** @import { Memory } from '../host/memory' */
/** @import { Decoder } from './decoder-contract' */
/** @import { Value } from './values' */

/** @typedef {(source: any, at: number) => Value} Read decodes a value in a source: the memory or a batch */

/** Stands for the table of an expression. */
const NO_TABLE = '$';

/**
 * Sets a property, except `__proto__`: data must not be able to set an object's prototype.
 * @param {Record<string, unknown>} object
 * @param {string} name
 * @param {unknown} value
 */
function put(object, name, value) {
  if (name !== '__proto__') object[name] = value;
}

/**
 * Makes a decoder.
 * @param {number} columns
 * @param {(read: Read, source: Memory | Batch, at: number) => unknown} readRow
 * @returns {Decoder}
 */
function decoder(columns, readRow) {
  const stride = columns * VALUE_BYTES;
  return {
    one: (memory, at) => readRow(readValue, memory, at),
    many(memory, at, count, rows) {
      const batch = new Batch(memory);
      for (let i = 0; i < count; i += 1) rows.push(readRow(readBatchValue, batch, at + i * stride));
    },
  };
}

/** Decodes a row as the value of its first column. */
const pluckDecoder = decoder(1, (read, source, at) => read(source, at));

/**
 * Decodes rows as arrays.
 * @param {number} columns
 */
function rawDecoder(columns) {
  return decoder(columns, (read, source, at) => {
    const row = [];
    for (let i = 0; i < columns; i += 1) row.push(read(source, at + i * VALUE_BYTES));
    return row;
  });
}

/**
 * Decodes rows as objects.
 * @param {string[]} names
 */
function flatDecoder(names) {
  return decoder(names.length, (read, source, at) => {
    /** @type {Record<string, unknown>} */
    const row = {};
    for (let i = 0; i < names.length; i += 1) put(row, names[i], read(source, at + i * VALUE_BYTES));
    return row;
  });
}

/**
 * Decodes rows as an object for each table that the columns come from, and one for the expressions.
 * @param {(string | null)[]} tables
 * @param {string[]} names
 */
function expandDecoder(tables, names) {
  return decoder(names.length, (read, source, at) => {
    /** @type {Record<string, Record<string, unknown>>} */
    const row = {};
    for (let i = 0; i < names.length; i += 1) {
      const table = tables[i] ?? NO_TABLE;
      if (!Object.hasOwn(row, table)) put(row, table, {});
      if (Object.hasOwn(row, table)) put(row[table], names[i], read(source, at + i * VALUE_BYTES));
    }
    return row;
  });
}

module.exports = { expandDecoder, flatDecoder, pluckDecoder, rawDecoder };
