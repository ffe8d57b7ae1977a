'use strict';

// Decoders that generate no code.

const { CELL_BYTES } = require('../generated/abi');
const { readValue } = require('./value');

/** @import { Memory } from '../host/memory' */
/** @import { Decoder } from './decoder' */

/** Stands for the table of an expression. */
const NO_TABLE = '$';

/**
 * Makes a decoder of many rows from one of a single row.
 * @param {(memory: Memory, at: number) => unknown} one
 * @param {number} columns
 * @returns {Decoder}
 */
function repeated(one, columns) {
  const stride = columns * CELL_BYTES;
  return {
    one,
    many(memory, at, count, rows) {
      for (let i = 0; i < count; i += 1) rows.push(one(memory, at + i * stride));
    },
  };
}

/** Gives the first column. */
const pluckDecoder = repeated(readValue, 1);

/**
 * Gives arrays.
 * @param {number} columns
 */
function rawDecoder(columns) {
  return repeated((memory, at) => {
    const row = [];
    for (let i = 0; i < columns; i += 1) row.push(readValue(memory, at + i * CELL_BYTES));
    return row;
  }, columns);
}

/**
 * Gives objects.
 * @param {string[]} names
 */
function flatDecoder(names) {
  return repeated((memory, at) => {
    /** @type {Record<string, unknown>} */
    const row = {};
    for (let i = 0; i < names.length; i += 1) row[names[i]] = readValue(memory, at + i * CELL_BYTES);
    return row;
  }, names.length);
}

/**
 * Gives an object for each table that the columns come from, and one for the expressions.
 * @param {(string | null)[]} tables
 * @param {string[]} names
 */
function expandDecoder(tables, names) {
  return repeated((memory, at) => {
    /** @type {Record<string, Record<string, unknown>>} */
    const row = {};
    for (let i = 0; i < names.length; i += 1) {
      const table = tables[i] ?? NO_TABLE;
      if (!Object.hasOwn(row, table)) row[table] = {};
      row[table][names[i]] = readValue(memory, at + i * CELL_BYTES);
    }
    return row;
  }, names.length);
}

module.exports = { expandDecoder, flatDecoder, pluckDecoder, rawDecoder };
