'use strict';

// One fault of a host: some call of a kind fails, or does less than it was asked for.

const { ERRNO, IMPORTS } = require('../../../npm/lib/generated/abi');

/** @import { Change, Import } from './fault-host' */

/**
 * @typedef {object} Plan
 * @property {string} call which import
 * @property {string} reason name of an errno; `short` for fewer bytes than asked for, `nothing` for none, `lost` for none
 * and a lie about it
 * @property {number} at the first call that fails, counted from 0
 * @property {number} times how many calls fail, `Infinity` for all that follow
 */

/** @param {number} count */
const half = (count) => Math.max(1, (count >>> 0) >>> 1);

class Fault {
  /** @param {Plan} plan */
  constructor({ call, reason, at, times }) {
    if (!Object.hasOwn(IMPORTS, call)) throw new Error(`the guest has no host call "${call}"`);
    this.call = call;
    this.reason = reason;
    this.at = at;
    this.times = times;
    this.count = 0;
    this.active = true;
  }

  /** Whether it has happened. */
  get happened() {
    return this.count > this.at;
  }

  /** Whether it will not happen again. */
  get over() {
    return this.count >= this.at + this.times;
  }

  /** From now on everything works. */
  end() {
    this.active = false;
  }

  /** Gives the changed import, as hosts want it. @type {Change} */
  change = (name, call) => (name === this.call ? (...values) => this.#do(call, values) : call);

  /** @param {Import} call @param {number[]} values */
  #do(call, values) {
    if (!this.active) return call(...values);
    this.count += 1;
    const fails = this.count > this.at && this.count <= this.at + this.times;
    if (!fails) return call(...values);
    const [file, address, count, offset] = values;
    switch (this.reason) {
      case 'nothing':
        return 0;
      case 'lost':
        return count >>> 0;
      case 'short':
        return call(file, address, half(count), offset);
      default:
        return -ERRNO[this.reason];
    }
  }
}

exports.Fault = Fault;
