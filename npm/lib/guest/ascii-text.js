'use strict';

// ASCII text as a string, by the way that is fastest for its length. Crossing into Node for each text costs more than
// all the rest of decoding a row.

/** @import { Memory } from '../host/memory' */

/** @typedef {(bytes: Uint8Array, at: number, length: number) => string} FromBytes */

/** Up to here, one call with all characters as its arguments is faster than a crossing. */
const SHORT = 24;

/** Texts of a batch up to this length are cut out of a longer one. */
const CUT = 256;

/**
 * How much text is decoded for cutting. A piece keeps its whole source from being collected, so this is also what one
 * text that the application keeps may cost.
 */
const SOURCE = 1024;

/** @type {FromBytes | undefined} */
let fromBytes;

/** Generates a function with a case for each short length, or gives undefined where that is forbidden. */
function generateFromBytes() {
  /** @param {number} length */
  const byteList = (length) => Array.from({ length }, (_, i) => `b[p+${i}]`).join();
  const cases = Array.from({ length: SHORT + 1 }, (_, length) => `case ${length}:return f(${byteList(length)})`);
  return /** @type {FromBytes} */ (
    new Function('f', `'use strict';return(b,p,n)=>{switch(n){${cases.join(';')}}}`)(String.fromCharCode)
  );
}

/** Uses generated code from now on, which an application can forbid. */
function allowGeneratedText() {
  fromBytes ??= generateFromBytes();
}

/**
 * Decodes text of bytes below 128.
 * @param {Memory} memory
 * @param {number} at
 * @param {number} length
 * @returns {string}
 */
function asciiText(memory, at, length) {
  if (length > SHORT || fromBytes === undefined) return memory.ascii(at, length);
  return fromBytes(memory.bytes, at, length);
}

/** What texts of the current batch are cut out of, and where in memory it begins and ends. */
let source = '';
let start = 0;
let end = 0;

/** Forgets the last batch: the memory it was in has other content now. To be called before each. */
function beginBatch() {
  start = end = 0;
}

/**
 * Decodes text of bytes below 128 that lies near the texts decoded before it, mostly just below them.
 * @param {Memory} memory
 * @param {number} at
 * @param {number} length
 * @returns {string}
 */
function batchText(memory, at, length) {
  if (at < start || at + length > end) {
    if (length > CUT) return memory.ascii(at, length);
    end = at + length;
    start = Math.max(0, end - SOURCE);
    source = memory.ascii(start, end - start);
  }
  return source.substring(at - start, at - start + length);
}

module.exports = { allowGeneratedText, asciiText, batchText, beginBatch };
