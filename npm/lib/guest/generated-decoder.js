'use strict';

// Decoders generated for one shape of row: the row is written as a literal, so that all rows have one hidden class, and
// small integers are read in place. They index typed arrays and are therefore for little-endian CPUs only.

const { VALUE_BYTES, VALUE_INT32, VALUE_DATA } = require('../generated/abi');
const { allowGeneratedText, beginBatch } = require('./ascii-text');
const { readBatchValue, readValue } = require('./read-value');

/** @import { Decoder } from '../statement/decoder' */

/** @typedef {string[] | number | null} Shape the keys of row objects, the length of row arrays, or null for one value */

const WORD = 4;
const VALUE_WORDS = VALUE_BYTES / WORD;
const VALUE_WORD = VALUE_DATA / WORD;

/**
 * Gives the expression for a column. In the generated code `w` are the memory's words, `i` is the row's index in them,
 * `m` the memory and `v` what reads a value that is no small integer.
 * @param {number} column
 */
function cell(column) {
  const first = column * VALUE_WORDS;
  return `(w[i+${first}]===${VALUE_INT32}?w[i+${first + VALUE_WORD}]:v(m,(i+${first})*${WORD}))`;
}

/** @param {Shape} shape */
function rowExpression(shape) {
  if (shape === null) return cell(0);
  if (typeof shape === 'number') return `[${Array.from({ length: shape }, (_, i) => cell(i)).join()}]`;
  return `{${shape.map((name, i) => `${JSON.stringify(name)}:${cell(i)}`).join()}}`;
}

/** @param {Shape} shape */
function columnsOf(shape) {
  if (shape === null) return 1;
  return typeof shape === 'number' ? shape : shape.length;
}

/**
 * Generates a decoder. Throws an EvalError where generating code is forbidden.
 * @param {Shape} shape
 * @returns {Decoder}
 */
function generateDecoder(shape) {
  const stride = columnsOf(shape) * VALUE_WORDS;
  const row = rowExpression(shape);
  const one = `'use strict';return(m,p)=>{const w=m.words,i=p>>>2;return ${row}}`;
  const many = `'use strict';return(m,p,n,r)=>{
begin();const w=m.words;for(let i=p>>>2,e=i+n*${stride};i<e;i+=${stride})r.push(${row})}`;
  allowGeneratedText();
  return {
    one: new Function('v', one)(readValue),
    many: new Function('v', 'begin', many)(readBatchValue, beginBatch),
  };
}

module.exports = { generateDecoder };
