'use strict';

// The guest's linear memory. Only this file makes views of it: a view is detached when the memory grows, so no other
// code may keep one across a call of the guest.

const { ArrayBuffer, BigInt64Array, Buffer, DataView, Float64Array, Int32Array } = require('../intrinsics');
const { latin1Slice, utf8Slice, utf8Write } = require('./text-codec');
const { copyBytes } = require('./views');

const NOTHING = new ArrayBuffer(0);

/** The memory on a little-endian CPU. Addresses are unsigned numbers of bytes. */
class Memory {
  constructor() {
    /** @type {{ readonly buffer: ArrayBuffer }} */
    this.source = { buffer: NOTHING };
    this.bytes = Buffer.from(NOTHING);
    this.words = new Int32Array(NOTHING);
    this.floats = new Float64Array(NOTHING);
    this.integers = new BigInt64Array(NOTHING);
    this.view = new DataView(NOTHING);
    /** Is called with the bytes when they are elsewhere. @type {((bytes: Uint8Array) => void) | undefined} */
    this.onMoved = undefined;
  }

  /**
   * Attaches the memory of an instance, which is created after the imports that use this object.
   * @param {{ readonly buffer: ArrayBuffer }} source
   */
  attach(source) {
    this.source = source;
    this.makeViews();
  }

  /** Makes new views if the memory has grown. To be called whenever the guest has run. */
  refreshViews() {
    if (this.bytes.length === 0) this.makeViews();
  }

  makeViews() {
    const { buffer } = this.source;
    this.bytes = Buffer.from(buffer);
    this.words = new Int32Array(buffer);
    this.floats = new Float64Array(buffer);
    this.integers = new BigInt64Array(buffer);
    this.view = new DataView(buffer);
    this.onMoved?.(this.bytes);
  }

  /** @param {number} at */
  int32(at) {
    return this.words[at >>> 2];
  }

  /** @param {number} at */
  uint32(at) {
    return this.words[at >>> 2] >>> 0;
  }

  /** @param {number} at */
  float64(at) {
    return this.floats[at >>> 3];
  }

  /** @param {number} at */
  int64(at) {
    return this.integers[at >>> 3];
  }

  /** @param {number} at @param {number} value */
  setInt32(at, value) {
    this.words[at >>> 2] = value;
  }

  /** @param {number} at @param {number} value */
  setFloat64(at, value) {
    this.floats[at >>> 3] = value;
  }

  /** @param {number} at @param {bigint} value */
  setInt64(at, value) {
    this.integers[at >>> 3] = value;
  }

  /**
   * Decodes UTF-8. Keeps a byte order mark and NULs; invalid bytes become U+FFFD.
   * @param {number} at @param {number} length
   * @returns {string}
   */
  text(at, length) {
    return length === 0 ? '' : utf8Slice.call(this.bytes, at, at + length);
  }

  /**
   * Decodes ISO 8859-1: a byte for each character.
   * @param {number} at @param {number} length
   * @returns {string}
   */
  latin1(at, length) {
    return latin1Slice.call(this.bytes, at, at + length);
  }

  /**
   * Writes as many whole characters as fit in UTF-8, lone surrogates as U+FFFD. Returns the number of bytes.
   * @param {string} text @param {number} at @param {number} capacity
   * @returns {number}
   */
  setText(text, at, capacity) {
    return capacity === 0 ? 0 : utf8Write.call(this.bytes, text, at, capacity);
  }

  /**
   * Returns a copy of some bytes, in a Buffer with memory of its own.
   * @param {number} at @param {number} length
   */
  copy(at, length) {
    const copy = Buffer.allocUnsafeSlow(length);
    this.bytes.copy(copy, 0, at, at + length);
    return copy;
  }

  /**
   * Writes the bytes of a view.
   * @param {ArrayBufferView} source
   * @param {number} length of the view, from `byteLength` of views.js: exactly so many bytes are written
   * @param {number} at
   */
  setBytes(source, length, at) {
    copyBytes(source, length, this.bytes, at);
  }
}

exports.Memory = Memory;
