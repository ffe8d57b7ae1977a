'use strict';

// Writes values to where the guest reads parameters from: 16 bytes each, short texts and blobs right behind them.

const {
  VALUE_BLOB, VALUE_FLOAT, VALUE_INT64, VALUE_LEN, VALUE_NULL, VALUE_OWNED_BLOB, VALUE_OWNED_TEXT, VALUE_TEXT, VALUE_DATA, MAX_LENGTH,
} = require('../generated/abi');
const { CellMemory } = require('./parameter-area');

/** Up to here a loop over the characters is faster than an encoder. */
const SHORT = 48;

/** UTF-8 takes at most this many bytes for one unit of a JavaScript string. */
const WIDEST = 3;

/** Writes the parameters of one connection's statements. */
class CellWriter extends CellMemory {
  /**
   * Writes a value. Gives false if it is of a kind that has to be looked into first, or that cannot be bound.
   * @param {number} at address of the cell
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
        if (!ArrayBuffer.isView(value)) return false;
        this.#blob(at, value);
        return true;
    }
  }

  /**
   * Gives the error for a value that SQLite cannot take.
   * @param {unknown} _value
   * @returns {Error}
   */
  tooBig(_value) {
    return new RangeError('The bound string, buffer, or bigint is too big');
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
    if (BigInt.asIntN(64, value) !== value) throw this.tooBig(value);
    this.memory.setInt32(at, VALUE_INT64);
    this.memory.setInt64(at + VALUE_DATA, value);
  }

  /** @param {number} at @param {string} value */
  #text(at, value) {
    const { length } = value;
    const { next: start } = this;
    if (length > SHORT || start + length > this.end) return this.#longText(at, value);
    const { bytes } = this.memory;
    for (let i = 0; i < length; i += 1) {
      const code = value.charCodeAt(i);
      if (code > 127) return this.#longText(at, value);
      bytes[start + i] = code;
    }
    this.next = start + length;
    this.#reference(at, VALUE_TEXT, start, length);
  }

  /** @param {number} at @param {string} value */
  #longText(at, value) {
    const room = this.end - this.next;
    if (value.length * WIDEST <= room) {
      const length = this.memory.setText(value, this.next, room);
      this.#reference(at, VALUE_TEXT, this.next, length);
      this.next += length;
      return;
    }
    const length = Buffer.byteLength(value);
    if (length > MAX_LENGTH) throw this.tooBig(value);
    const address = this.allocateOwned(length);
    this.memory.setText(value, address, length);
    this.#reference(at, VALUE_OWNED_TEXT, address, length);
  }

  /** @param {number} at @param {ArrayBufferView} value */
  #blob(at, value) {
    const length = value.byteLength;
    if (length <= this.end - this.next) {
      this.memory.setBytes(value, this.next);
      this.#reference(at, VALUE_BLOB, this.next, length);
      this.next += length;
      return;
    }
    if (length > MAX_LENGTH) throw this.tooBig(value);
    const address = this.allocateOwned(length);
    this.memory.setBytes(value, address);
    this.#reference(at, VALUE_OWNED_BLOB, address, length);
  }
}

exports.CellWriter = CellWriter;
