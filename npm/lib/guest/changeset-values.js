'use strict';

// Changesets as arguments of the guest.

const { VALUE_BLOB, VALUE_BYTES, VALUE_DATA, VALUE_LEN, VALUE_TYPE } = require('../generated/abi');
const { byteLength } = require('../host/views');
const { allocate } = require('./allocate');
const { sqliteNoMemory } = require('./out-of-memory');

/** @import { GuestAccess } from './allocate' */

/** The largest allocation that SQLite makes. */
const MAX_BYTES = 0x7fffff00;

/** Copies of changesets in the guest's memory: a value for each, a value for a result, then the bytes. */
class ChangesetValues {
  /**
   * @param {GuestAccess} access
   * @param {readonly Uint8Array[]} changesets
   */
  constructor({ guest, memory }, changesets) {
    this.guest = guest;
    this.memory = memory;
    this.count = changesets.length;
    const valuesBytes = (this.count + 1) * VALUE_BYTES;
    const lengths = changesets.map(byteLength);
    const size = lengths.reduce((sum, length) => sum + length, valuesBytes);
    if (size > MAX_BYTES) throw sqliteNoMemory();
    this.address = allocate(guest, size, sqliteNoMemory);
    /** Address of the value for a result. */
    this.result = this.address + this.count * VALUE_BYTES;
    let bytes = this.address + valuesBytes;
    for (const [index, changeset] of changesets.entries()) {
      const length = lengths[index];
      this.#writeBlob(this.address + index * VALUE_BYTES, bytes, length);
      memory.setBytes(changeset, length, bytes);
      bytes += length;
    }
  }

  /** @param {number} at @param {number} bytes @param {number} length */
  #writeBlob(at, bytes, length) {
    this.memory.setInt32(at + VALUE_TYPE, VALUE_BLOB);
    this.memory.setInt32(at + VALUE_LEN, length);
    this.memory.setInt32(at + VALUE_DATA, bytes);
  }

  /** Returns a copy of the bytes in the value for a result, and frees them. */
  takeResult() {
    const address = this.memory.uint32(this.result + VALUE_DATA);
    try {
      return this.memory.copy(address, this.memory.uint32(this.result + VALUE_LEN));
    } finally {
      this.guest.free(address);
    }
  }

  free() {
    this.guest.free(this.address);
  }
}

exports.ChangesetValues = ChangesetValues;
