'use strict';

// Decoders generated for one shape of row: the row is written as a literal, so that all rows have one hidden class, and
// small integers are read in place. They index typed arrays and are therefore for little-endian CPUs only.

const { CELL_BYTES, CELL_INT32, CELL_VALUE } = require('../generated/abi');
const { readValue } = require('./value');

/** @import { Decoder } from './decoder' */

const WORD = 4;
const CELL_WORDS = CELL_BYTES / WORD;
const VALUE_WORD = CELL_VALUE / WORD;

/**
 * Gives the expression for a column: `w` are the memory's words, `i` is the row's index in them.
 * @param {number} column
 */
function cell(column) {
  const first = column * CELL_WORDS;
  return `(w[i+${first}]===${CELL_INT32}?w[i+${first + VALUE_WORD}]:v(m,(i+${first})*${WORD}))`;
}

/** @param {string[] | number} columns */
function rowLiteral(columns) {
  if (typeof columns === 'number') return `[${Array.from({ length: columns }, (_, i) => cell(i)).join()}]`;
  return `{${columns.map((name, i) => `${JSON.stringify(name)}:${cell(i)}`).join()}}`;
}

/**
 * Generates a decoder. Gives undefined where generating code is forbidden.
 * @param {string[] | number} columns the keys of a row object, or the length of a row array
 * @returns {Decoder | undefined}
 */
function generateDecoder(columns) {
  const width = typeof columns === 'number' ? columns : columns.length;
  const row = rowLiteral(columns);
  try {
    return new Function('v', `'use strict';return{
one(m,p){const w=m.words,i=p>>>2;return ${row}},
many(m,p,n,r){const w=m.words;for(let i=p>>>2,e=i+n*${width * CELL_WORDS};i<e;i+=${width * CELL_WORDS})r.push(${row})}}`)(readValue);
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
}

module.exports = { generateDecoder };
