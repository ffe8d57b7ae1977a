'use strict';

// The parameters of one execution in the guest's memory: an array of values, and short texts and blobs behind them.

const { VALUE_BYTES } = require('../generated/abi');
const { allocate } = require('./allocate');
const { ValueWriter } = require('./value-writer');

/** @import { GuestAccess } from './allocate' */
/** @import { ResultRecord } from './result-record' */
/** @import { Area } from './value-writer' */

/** Passed to the guest instead of a number of values: the statement keeps its bindings. */
const KEEP_BINDINGS = -1;

/** Returns the error for a value that SQLite cannot hold. */
function bindingTooBig() {
  return new RangeError('The bound string, buffer, or bigint is too big');
}

/**
 * The parameters of one connection's statements: one execution at a time.
 * @implements {Area}
 */
class ParameterArea {
  /**
   * @param {GuestAccess} access
   * @param {ResultRecord} result
   */
  constructor({ guest, memory }, result) {
    this.guest = guest;
    this.result = result;
    this.writer = new ValueWriter(memory, this, bindingTooBig);
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
   * Writes one value for each parameter. Returns false, with nothing written, if the type of a value cannot be bound.
   * @param {unknown[]} values
   */
  write(values) {
    const { writer } = this;
    const count = values.length;
    try {
      this.#begin(count);
      for (let i = 0, at = this.address; i < count; i += 1, at += VALUE_BYTES) {
        if (!writer.write(at, values[i])) {
          this.#abandon();
          return false;
        }
      }
      return true;
    } catch (error) {
      this.#abandon();
      throw error;
    }
  }

  /** Releases the values after a call of the guest that took them. */
  release() {
    if (this.owned.length > 0) this.owned = [];
    if (this.extra !== 0) this.#freeExtra();
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

  /**
   * Makes room for `count` values.
   * @param {number} count
   */
  #begin(count) {
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

  /** Frees everything, because no call of the guest will take the values. */
  #abandon() {
    for (const address of this.owned) this.guest.free(address);
    this.release();
  }

  #freeExtra() {
    this.guest.free(this.extra);
    this.extra = 0;
  }
}

exports.KEEP_BINDINGS = KEEP_BINDINGS;
exports.ParameterArea = ParameterArea;
exports.bindingTooBig = bindingTooBig;
