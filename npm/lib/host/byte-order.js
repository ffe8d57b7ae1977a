'use strict';

// WebAssembly memory is little-endian on every machine. Typed arrays read it right on little-endian CPUs only.

const { Uint16Array, Uint8Array } = require('../intrinsics');
const { Memory } = require('./memory');

const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The memory on a big-endian CPU. */
class SwappedMemory extends Memory {
  /** @override @param {number} at */
  int32(at) {
    return this.view.getInt32(at, true);
  }

  /** @override @param {number} at */
  uint32(at) {
    return this.view.getUint32(at, true);
  }

  /** @override @param {number} at */
  float64(at) {
    return this.view.getFloat64(at, true);
  }

  /** @override @param {number} at */
  int64(at) {
    return this.view.getBigInt64(at, true);
  }

  /** @override @param {number} at @param {number} value */
  setInt32(at, value) {
    this.view.setInt32(at, value, true);
  }

  /** @override @param {number} at @param {number} value */
  setFloat64(at, value) {
    this.view.setFloat64(at, value, true);
  }

  /** @override @param {number} at @param {bigint} value */
  setInt64(at, value) {
    this.view.setBigInt64(at, value, true);
  }
}

/** Returns an object for the memory of a new instance. */
function createMemory() {
  return LITTLE_ENDIAN ? new Memory() : new SwappedMemory();
}

module.exports = { LITTLE_ENDIAN, createMemory };
