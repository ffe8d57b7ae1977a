'use strict';

// Decoders generated for one shape of row: the row is written as a literal, so that all rows have one hidden class, and
// small integers are read in place. They index typed arrays and are therefore for little-endian CPUs only.

const { VALUE_BYTES, VALUE_DATA, VALUE_INT32 } = require('../generated/abi');
const { Array, Function, JSON } = require('../intrinsics');
const { allowGeneratedText } = require('./latin1-text');
const { Batch } = require('./batch');
const { readBatchValue, readValue } = require('./values');

/** @import { Decoder } from './decoder-contract' */

/** @typedef {string[] | number | null} PlainShape keys of row objects, length of row arrays, or null for one value */

const WORD = 4;
const VALUE_WORDS = VALUE_BYTES / WORD;
const DATA_WORD = VALUE_DATA / WORD;

/**
 * Returns the expression for a column. In the generated code `w` are the memory's words, `i` is the row's index in
 * them, and `v` reads a value that is no small integer from `s`: the memory or a batch.
 * @param {number} column
 */
function columnExpression(column) {
  const first = column * VALUE_WORDS;
  return `(w[i+${first}]===${VALUE_INT32}?w[i+${first + DATA_WORD}]:v(s,(i+${first})*${WORD}))`;
}

/** @param {PlainShape} shape */
function rowExpression(shape) {
  if (shape === null) return columnExpression(0);
  if (typeof shape === 'number') return `[${Array.from({ length: shape }, (_, i) => columnExpression(i)).join()}]`;
  return `{${shape.map((name, i) => `${JSON.stringify(name)}:${columnExpression(i)}`).join()}}`;
}

/** @param {PlainShape} shape */
function columnsOf(shape) {
  if (shape === null) return 1;
  return typeof shape === 'number' ? shape : shape.length;
}

/**
 * Generates `one` of a decoder. Throws an EvalError where generating code is forbidden.
 * @param {PlainShape} shape
 * @returns {Decoder['one']}
 */
function generateOne(shape) {
  const code = `'use strict';return(s,p)=>{const w=s.words,i=p>>>2;return ${rowExpression(shape)}}`;
  allowGeneratedText();
  return new Function('v', code)(readValue);
}

/**
 * Generates `many` of a decoder. Throws an EvalError where generating code is forbidden.
 * @param {PlainShape} shape
 * @returns {Decoder['many']}
 */
function generateMany(shape) {
  const stride = columnsOf(shape) * VALUE_WORDS;
  const code = `'use strict';return(m,p,n,r)=>{
const s=new Batch(m),w=m.words;for(let i=p>>>2,e=i+n*${stride};i<e;i+=${stride})r.push(${rowExpression(shape)})}`;
  allowGeneratedText();
  return new Function('v', 'Batch', code)(readBatchValue, Batch);
}

module.exports = { generateMany, generateOne };
