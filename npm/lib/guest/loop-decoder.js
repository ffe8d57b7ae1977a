'use strict';

// Decoders that generate no code.

const { VALUE_BYTES } = require('../generated/abi');
const { beginBatch } = require('./ascii-text');
const { readBatchValue, readValue } = require('./read-value');

/** @import { Memory } from '../host/memory' */
/** @import { Decoder } from '../statement/decoder' */

/** @typedef {typeof readValue} Read */

/** Stands for the table of an expression. */
const NO_TABLE = '$';

/**
 * Sets a property, unless that would set the object's prototype: data must not be able to.
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
 * @param {(read: Read, memory: Memory, at: number) => unknown} readRow
 * @returns {Decoder}
 */
function decoder(columns, readRow) {
  const stride = columns * VALUE_BYTES;
  return {
    one: (memory, at) => readRow(readValue, memory, at),
    many(memory, at, count, rows) {
      beginBatch();
      for (let i = 0; i < count; i += 1) rows.push(readRow(readBatchValue, memory, at + i * stride));
    },
  };
}

/** Gives the first column. */
const pluckDecoder = decoder(1, (read, memory, at) => read(memory, at));

/**
 * Gives arrays.
 * @param {number} columns
 */
function rawDecoder(columns) {
  return decoder(columns, (read, memory, at) => {
    const row = [];
    for (let i = 0; i < columns; i += 1) row.push(read(memory, at + i * VALUE_BYTES));
    return row;
  });
}

/**
 * Gives objects.
 * @param {string[]} names
 */
function flatDecoder(names) {
  return decoder(names.length, (read, memory, at) => {
    /** @type {Record<string, unknown>} */
    const row = {};
    for (let i = 0; i < names.length; i += 1) put(row, names[i], read(memory, at + i * VALUE_BYTES));
    return row;
  });
}

/**
 * Gives an object for each table that the columns come from, and one for the expressions.
 * @param {(string | null)[]} tables
 * @param {string[]} names
 */
function expandDecoder(tables, names) {
  return decoder(names.length, (read, memory, at) => {
    /** @type {Record<string, Record<string, unknown>>} */
    const row = {};
    for (let i = 0; i < names.length; i += 1) {
      const table = tables[i] ?? NO_TABLE;
      if (!Object.hasOwn(row, table)) put(row, table, {});
      if (Object.hasOwn(row, table)) put(row[table], names[i], read(memory, at + i * VALUE_BYTES));
    }
    return row;
  });
}

module.exports = { expandDecoder, flatDecoder, pluckDecoder, rawDecoder };
