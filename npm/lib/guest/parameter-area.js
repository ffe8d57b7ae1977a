'use strict';

// The memory for the parameters of one execution: an array of values, and short texts and blobs behind them.

const { VALUE_BYTES } = require('../generated/abi');
const { allocate } = require('./allocate');

/** @import { GuestAccess } from './allocate' */
/** @import { ResultRecord } from './result-record' */
/** @import { Area } from './value-writer' */

/** @implements {Area} */
class ParameterArea {
  /**
   * @param {GuestAccess} access
   * @param {ResultRecord} result
   */
  constructor({ guest }, result) {
    this.guest = guest;
    this.result = result;
    /** Address of the values. */
    this.address = 0;
    /** Where the next short text or blob goes. */
    this.next = 0;
    /** Where the room for them ends. */
    this.end = 0;
    /** Memory for values that do not fit the connection's parameter area, 0 if they do. */
    this.extra = 0;
    /** @type {number[]} Memory that the guest takes over together with the values. */
    this.owned = [];
  }

  /**
   * Makes room for `count` values.
   * @param {number} count
   */
  begin(count) {
    const { result } = this;
    const size = count * VALUE_BYTES;
    const room = result.parameterAreaBytes;
    if (size > room) {
      this.address = this.extra = allocate(this.guest, size);
      this.next = this.end = this.address;
      return;
    }
    this.address = result.parameterArea;
    this.next = this.address + size;
    this.end = this.address + room;
  }

  /**
   * Allocates memory that the guest takes over together with the values.
   * @param {number} size
   */
  allocateOwned(size) {
    const address = allocate(this.guest, size);
    this.owned.push(address);
    return address;
  }

  /** Releases the values after a call of the guest that took them. */
  release() {
    if (this.owned.length > 0) this.owned = [];
    if (this.extra !== 0) this.#freeExtra();
  }

  /** Frees everything, because no call of the guest will take the values. */
  abandon() {
    for (const address of this.owned) this.guest.free(address);
    this.release();
  }

  #freeExtra() {
    this.guest.free(this.extra);
    this.extra = 0;
  }
}

exports.ParameterArea = ParameterArea;
