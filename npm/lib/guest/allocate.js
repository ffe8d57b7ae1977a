'use strict';

// Memory of the guest that the host allocates. The code that allocates memory frees it, or passes it to a call that
// takes it over.

const { outOfMemory } = require('./out-of-memory');

/** @import { Exports } from '../generated/abi' */
/** @import { Memory } from '../host/memory' */

/** @typedef {{ readonly guest: Exports, readonly memory: Memory }} GuestAccess an instance's functions and memory */
/** @typedef {GuestAccess & { readonly address: number }} GuestConnection the same with a connection's address */

/**
 * Returns the address of `size` new bytes.
 * @param {Exports} guest
 * @param {number} size
 * @param {() => Error} [error] makes what is thrown if there is no memory
 */
function allocate(guest, size, error = outOfMemory) {
  const address = guest.alloc(size) >>> 0;
  if (address === 0) throw error();
  return address;
}

/**
 * Copies bytes to new memory of the guest. Returns its address.
 * @param {GuestAccess} access
 * @param {Uint8Array} bytes
 * @param {number} length of the bytes, from `byteLength` of views.js
 */
function copyIn({ guest, memory }, bytes, length) {
  const address = allocate(guest, length || 1);
  memory.setBytes(bytes, length, address);
  return address;
}

module.exports = { allocate, copyIn };
