'use strict';

// Node's internal conversions between bytes and strings. They are faster than TextDecoder, keep a byte order mark, and
// accept offsets beyond 2 GiB. Runtimes without them get the documented, slower methods.

const { Buffer } = require('../intrinsics');

/**
 * @typedef {(this: Buffer, start: number, end: number) => string} Slice
 * @typedef {(this: Buffer, text: string, offset: number, length: number) => number} Write
 */

const { prototype } = /** @type {{ prototype: { latin1Slice?: Slice, utf8Slice?: Slice, utf8Write?: Write } }} */ (
  /** @type {unknown} */ (Buffer) // its type declarations lack these methods
);

/** @type {Slice} */
const latin1Slice = prototype.latin1Slice ?? function latin1Slice(start, end) {
  return this.toString('latin1', start, end);
};

/** @type {Slice} */
const utf8Slice = prototype.utf8Slice ?? function utf8Slice(start, end) {
  return this.toString('utf8', start, end);
};

/** @type {Write} */
const utf8Write = prototype.utf8Write ?? function utf8Write(text, offset, length) {
  return this.write(text, offset, length, 'utf8');
};

/** UTF-8 takes at most this many bytes for one code unit of a JavaScript string. */
const MAX_BYTES_PER_UNIT = 3;

module.exports = { MAX_BYTES_PER_UNIT, latin1Slice, utf8Slice, utf8Write };
