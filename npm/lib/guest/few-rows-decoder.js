'use strict';

// Decoders for a few rows: they cost nothing to make. Object.fromEntries() defines properties, whatever
// Object.prototype has. No property is called `__proto__`: data must not be able to set an object's prototype.

const { VALUE_BYTES } = require('../generated/abi');
const { Array, Map, Object } = require('../intrinsics');
const { NO_TABLE, decoder } = require('./loop-decoder');

/**
 * Decodes rows as objects.
 * @param {string[]} names
 */
function fewFlatDecoder(names) {
  return decoder(names.length, (read, source, at) => {
    /** @type {[string, unknown][]} */
    const entries = [];
    for (let i = 0; i < names.length; i += 1) {
      if (names[i] !== '__proto__') entries.push([names[i], read(source, at + i * VALUE_BYTES)]);
    }
    return Object.fromEntries(entries);
  });
}

/**
 * Decodes rows as an object for each table that the columns come from, and one for the expressions.
 * @param {(string | null)[]} tables
 * @param {string[]} names
 */
function fewExpandDecoder(tables, names) {
  return decoder(names.length, (read, source, at) => {
    /** @type {Map<string, [string, unknown][]>} */
    const parts = new Map();
    for (let i = 0; i < names.length; i += 1) {
      const table = tables[i] ?? NO_TABLE;
      if (table === '__proto__') continue;
      if (!parts.has(table)) parts.set(table, []);
      if (names[i] !== '__proto__') parts.get(table)?.push([names[i], read(source, at + i * VALUE_BYTES)]);
    }
    return Object.fromEntries(Array.from(parts, ([table, entries]) => [table, Object.fromEntries(entries)]));
  });
}

module.exports = { fewExpandDecoder, fewFlatDecoder };
