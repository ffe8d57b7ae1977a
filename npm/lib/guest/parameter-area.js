'use strict';

// The memory that the cells of one execution's parameters, and what they refer to, are in.

const { VALUE_BYTES, RESULT_PARAMS, RESULT_PARAMS_LEN } = require('../generated/abi');

/** @import { Engine } from '../engine/contract' */

class CellMemory {
  /**
   * @param {Engine} engine
   * @param {number} connection
   */
  constructor(engine, connection) {
    this.guest = engine.guest;
    this.memory = engine.memory;
    this.connection = connection;
    /** Address of the cells. */
    this.address = 0;
    /** Where the next short text or blob goes. */
    this.next = 0;
    /** Where there is no more room for them. */
    this.end = 0;
    /** Memory for more cells than the guest has room for, 0 for none. */
    this.extra = 0;
    /** @type {number[]} What the guest will own once it has taken the cells. */
    this.owned = [];
  }

  /**
   * Makes room for some cells.
   * @param {number} count
   */
  begin(count) {
    const { memory, connection } = this;
    const size = count * VALUE_BYTES;
    const room = memory.uint32(connection + RESULT_PARAMS_LEN);
    if (size > room) {
      this.address = this.extra = this.allocate(size);
      this.next = this.end = this.address;
      return;
    }
    this.address = memory.uint32(connection + RESULT_PARAMS);
    this.next = this.address + size;
    this.end = this.address + room;
  }

  /** Takes note that the guest has taken what it was to own, and frees the rest. */
  taken() {
    if (this.owned.length > 0) this.owned = [];
    if (this.extra !== 0) this.freeExtra();
  }

  /** Frees everything, because the cells will not be used. */
  abandon() {
    for (const memory of this.owned) this.guest.free(memory);
    this.taken();
  }

  freeExtra() {
    this.guest.free(this.extra);
    this.extra = 0;
  }

  /** @param {number} size */
  allocate(size) {
    const memory = this.guest.alloc(size) >>> 0;
    if (memory === 0) throw new Error('Out of memory');
    return memory;
  }

  /**
   * Gives memory that the guest will own.
   * @param {number} size
   */
  allocateOwned(size) {
    const memory = this.allocate(size);
    this.owned.push(memory);
    return memory;
  }
}

exports.CellMemory = CellMemory;
