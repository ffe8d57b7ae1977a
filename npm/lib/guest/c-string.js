'use strict';

// Texts that the guest reads as C strings: UTF-8 that ends in a NUL.

const { RESULT_PARAMS, RESULT_PARAMS_LEN } = require('../generated/abi');
const { MAX_BYTES_PER_UNIT } = require('../host/text-codec');
const { Buffer } = require('../intrinsics');
const { allocate } = require('./allocate');

/** @import { GuestAccess, GuestConnection } from './allocate' */

class CString {
  /**
   * @param {GuestAccess} access
   * @param {string} text
   * @param {{ address: number, capacity: number, isAllocated: boolean }} place where the text goes
   */
  constructor({ guest, memory }, text, { address, capacity, isAllocated }) {
    this.guest = guest;
    this.isAllocated = isAllocated;
    this.address = address;
    /** Length in bytes, without the NUL. */
    this.length = memory.setText(text, address, capacity - 1);
    memory.bytes[address + this.length] = 0;
  }

  free() {
    if (this.isAllocated) this.guest.free(this.address);
  }
}

/**
 * Writes a text to memory of its own.
 * @param {GuestAccess} access
 * @param {string} text
 */
function allocateCString(access, text) {
  const capacity = Buffer.byteLength(text) + 1;
  return new CString(access, text, { address: allocate(access.guest, capacity), capacity, isAllocated: true });
}

/**
 * Writes a text for a single call of the guest: to the parameter area if the text fits.
 * @param {GuestConnection} connection
 * @param {string} text
 */
function placeCString(connection, text) {
  const { memory, address } = connection;
  const capacity = memory.uint32(address + RESULT_PARAMS_LEN);
  if (text.length * MAX_BYTES_PER_UNIT >= capacity) return allocateCString(connection, text);
  const area = memory.uint32(address + RESULT_PARAMS);
  return new CString(connection, text, { address: area, capacity, isAllocated: false });
}

module.exports = { allocateCString, placeCString };
