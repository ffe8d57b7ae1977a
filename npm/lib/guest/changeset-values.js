'use strict';

// Changesets where the guest takes them from.

const { types } = require('node:util');
const { VALUE_BLOB, VALUE_BYTES, VALUE_LEN, VALUE_TYPE, VALUE_DATA } = require('../generated/abi');
const { SQLITE_NOMEM, codeName } = require('./result-codes');
const SqliteError = require('../sqlite-error');

/** @import { Engine } from '../engine/contract' */

/** SQLite gives no more memory at once. */
const MOST_BYTES = 0x7fffff00;

/**
 * @param {unknown} value
 * @param {string} what
 * @returns {Uint8Array}
 */
function requireChangeset(value, what) {
  if (types.isUint8Array(value)) return value;
  throw new TypeError(`Expected ${what} to be a Buffer or a Uint8Array`);
}

/** Copies of changesets in the guest's memory: a cell for each, a cell for a result, the bytes. */
class ChangesetCells {
  /**
   * @param {Engine} engine
   * @param {readonly Uint8Array[]} changesets
   */
  constructor({ guest, memory }, changesets) {
    this.guest = guest;
    this.memory = memory;
    this.count = changesets.length;
    const cells = (this.count + 1) * VALUE_BYTES;
    const size = changesets.reduce((sum, { byteLength }) => sum + byteLength, cells);
    this.address = size > MOST_BYTES ? 0 : guest.alloc(size) >>> 0;
    if (this.address === 0) throw new SqliteError('out of memory', codeName(SQLITE_NOMEM));
    this.result = this.address + this.count * VALUE_BYTES;
    let bytes = this.address + cells;
    for (const [index, changeset] of changesets.entries()) {
      this.#describe(this.address + index * VALUE_BYTES, bytes, changeset.byteLength);
      memory.setBytes(changeset, bytes);
      bytes += changeset.byteLength;
    }
  }

  /** @param {number} cell @param {number} bytes @param {number} length */
  #describe(cell, bytes, length) {
    this.memory.setInt32(cell + VALUE_TYPE, VALUE_BLOB);
    this.memory.setInt32(cell + VALUE_LEN, length);
    this.memory.setInt32(cell + VALUE_DATA, bytes);
  }

  /** Takes the bytes that the guest has left in the cell for a result. */
  takeResult() {
    const at = this.memory.uint32(this.result + VALUE_DATA);
    try {
      return this.memory.copy(at, this.memory.uint32(this.result + VALUE_LEN));
    } finally {
      this.guest.free(at);
    }
  }

  free() {
    this.guest.free(this.address);
  }
}

module.exports = { ChangesetCells, requireChangeset };
