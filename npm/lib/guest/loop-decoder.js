'use strict';

// Decoders that generate no code.

const { VALUE_BYTES } = require('../generated/abi');
const { JSON, Object } = require('../intrinsics');
const { Batch } = require('./batch');
const { readBatchValue, readValue } = require('./values');

/** @import { Memory } from '../host/memory' */
/** @import { Decoder } from './decoder-contract' */
/** @import { Value } from './values' */

/** @typedef {(source: any, at: number) => Value} Read decodes a value in a source: the memory or a batch */

/** Stands for the table of an expression. */
const NO_TABLE = '$';

/**
 * Makes an object to copy for each row. It has all properties, so that assigning to those of a copy runs no setter of
 * Object.prototype, and is not refused because Object.prototype is frozen. It comes from JSON so that V8's hidden class
 * of the copies is that of a literal, as generated decoders write it.
 *
 * It has no `__proto__`: data must not be able to set an object's prototype.
 * @param {string[]} names
 * @returns {Record<string, any>}
 */
function rowTemplate(names) {
  const members = names.filter((name) => name !== '__proto__').map((name) => `${JSON.stringify(name)}:null`);
  return JSON.parse(`{${members.join()}}`);
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
  const template = rowTemplate(names);
  return decoder(names.length, (read, source, at) => {
    const row = { ...template };
    for (let i = 0; i < names.length; i += 1) {
      if (names[i] !== '__proto__') row[names[i]] = read(source, at + i * VALUE_BYTES);
    }
    return row;
  });
}

/**
 * Decodes rows as an object for each table that the columns come from, and one for the expressions.
 * @param {(string | null)[]} tables
 * @param {string[]} names
 */
function expandDecoder(tables, names) {
  const columns = names
    .map((name, i) => ({ table: tables[i] ?? NO_TABLE, name, offset: i * VALUE_BYTES }))
    .filter(({ table }) => table !== '__proto__');
  const row = rowTemplate(columns.map(({ table }) => table));
  const parts = Object.keys(row).map((table) => ({
    table, template: rowTemplate(columns.filter((column) => column.table === table).map(({ name }) => name)),
  }));
  const values = columns.filter(({ name }) => name !== '__proto__');
  return decoder(names.length, (read, source, at) => {
    const expanded = { ...row };
    for (const { table, template } of parts) expanded[table] = { ...template };
    for (const { table, name, offset } of values) expanded[table][name] = read(source, at + offset);
    return expanded;
  });
}

module.exports = { expandDecoder, flatDecoder, pluckDecoder, rawDecoder };
