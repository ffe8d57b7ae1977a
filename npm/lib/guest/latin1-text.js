'use strict';

// Text in ISO 8859-1, of which ASCII is a part, as a string, by the way that is fastest for its length.

const { Array, fromCharCode, Function } = require('../intrinsics');

/** @import { Memory } from '../host/memory' */

/** @typedef {(bytes: Uint8Array, at: number, length: number) => string} FromBytes */

/** Up to this length, one call with all characters as arguments is faster than a call into Node. */
const SHORT = 24;

/** @type {FromBytes | undefined} */
let fromBytes;

/** Generates a function with a case for each short length. Throws an EvalError where generating code is forbidden. */
function generateFromBytes() {
  /** @param {number} length */
  const byteList = (length) => Array.from({ length }, (_, i) => `b[p+${i}]`).join();
  const cases = Array.from({ length: SHORT + 1 }, (_, length) => `case ${length}:return f(${byteList(length)})`);
  return /** @type {FromBytes} */ (
    new Function('f', `'use strict';return(b,p,n)=>{switch(n){${cases.join(';')}}}`)(fromCharCode)
  );
}

/** Uses generated code from now on, which an application can forbid. */
function allowGeneratedText() {
  fromBytes ??= generateFromBytes();
}

/**
 * Decodes text of a byte for each character.
 * @param {Memory} memory
 * @param {number} at
 * @param {number} length
 * @returns {string}
 */
function latin1Text(memory, at, length) {
  if (length > SHORT || fromBytes === undefined) return memory.latin1(at, length);
  return fromBytes(memory.bytes, at, length);
}

module.exports = { allowGeneratedText, latin1Text };
