'use strict';

// Writes values: 16-byte records, with short texts and blobs in the same area and longer ones in memory of their own.

const {
  MAX_LENGTH, VALUE_BLOB, VALUE_DATA, VALUE_FLOAT, VALUE_INT32, VALUE_INT64, VALUE_LEN, VALUE_NULL, VALUE_OWNED_BLOB,
  VALUE_OWNED_TEXT, VALUE_TEXT,
} = require('../generated/abi');
const { MAX_BYTES_PER_UNIT } = require('../host/text-codec');
const { byteLength, isView } = require('../host/views');
const { asIntN, Buffer } = require('../intrinsics');

/** @import { Memory } from '../host/memory' */

/**
 * @typedef {object} Area where texts and blobs go
 * @property {number} next address of the free room
 * @property {number} end where that room ends
 * @property {(size: number) => number} allocateOwned allocates memory that the guest takes over
 */

/** Up to this length a loop over the characters is faster than an encoder. */
const SHORT = 48;

class ValueWriter {
  /**
   * @param {Memory} memory
   * @param {Area} area
   * @param {(value: unknown) => Error} tooBig makes the error for a value that SQLite cannot hold
   */
  constructor(memory, area, tooBig) {
    this.memory = memory;
    this.area = area;
    this.tooBig = tooBig;
  }

  /**
   * Writes a value. Returns false if its type cannot be bound.
   * @param {number} at address of the record
   * @param {unknown} value
   */
  write(at, value) {
    switch (typeof value) {
      case 'number':
        this.memory.setInt32(at, VALUE_FLOAT);
        this.memory.setFloat64(at + VALUE_DATA, value);
        return true;
      case 'string':
        this.#text(at, value);
        return true;
      case 'undefined':
        this.memory.setInt32(at, VALUE_NULL);
        return true;
      case 'bigint':
        this.#integer(at, value);
        return true;
      default:
        if (value === null) {
          this.memory.setInt32(at, VALUE_NULL);
          return true;
        }
        if (!isView(value)) return false;
        this.#blob(at, value);
        return true;
    }
  }

  /**
   * Writes a 32-bit integer.
   * @param {number} at @param {number} value
   */
  writeInt32(at, value) {
    this.memory.setInt32(at, VALUE_INT32);
    this.memory.setInt32(at + VALUE_DATA, value);
  }

  /** @param {number} at @param {number} type @param {number} address @param {number} length */
  #reference(at, type, address, length) {
    const { memory } = this;
    memory.setInt32(at, type);
    memory.setInt32(at + VALUE_LEN, length);
    memory.setInt32(at + VALUE_DATA, address);
  }

  /** @param {number} at @param {bigint} value */
  #integer(at, value) {
    if (asIntN(64, value) !== value) throw this.tooBig(value);
    this.memory.setInt32(at, VALUE_INT64);
    this.memory.setInt64(at + VALUE_DATA, value);
  }

  /** @param {number} at @param {string} value */
  #text(at, value) {
    const { area } = this;
    const { length } = value;
    const { next: start } = area;
    if (length > SHORT || start + length > area.end) return this.#longText(at, value);
    const { bytes } = this.memory;
    for (let i = 0; i < length; i += 1) {
      const code = value.charCodeAt(i);
      if (code > 127) return this.#longText(at, value);
      bytes[start + i] = code;
    }
    area.next = start + length;
    this.#reference(at, VALUE_TEXT, start, length);
  }

  /** @param {number} at @param {string} value */
  #longText(at, value) {
    const { area, memory } = this;
    const { next } = area;
    const room = area.end - next;
    if (value.length * MAX_BYTES_PER_UNIT <= room) {
      const length = memory.setText(value, next, room);
      area.next = next + length;
      this.#reference(at, VALUE_TEXT, next, length);
      return;
    }
    const length = Buffer.byteLength(value);
    if (length > MAX_LENGTH) throw this.tooBig(value);
    const address = area.allocateOwned(length);
    memory.setText(value, address, length);
    this.#reference(at, VALUE_OWNED_TEXT, address, length);
  }

  /** @param {number} at @param {ArrayBufferView} value */
  #blob(at, value) {
    const { area, memory } = this;
    const { next } = area;
    const length = byteLength(value);
    if (length <= area.end - next) {
      memory.setBytes(value, length, next);
      area.next = next + length;
      this.#reference(at, VALUE_BLOB, next, length);
      return;
    }
    if (length > MAX_LENGTH) throw this.tooBig(value);
    const address = area.allocateOwned(length);
    memory.setBytes(value, length, address);
    this.#reference(at, VALUE_OWNED_BLOB, address, length);
  }
}

exports.ValueWriter = ValueWriter;
