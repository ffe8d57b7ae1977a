'use strict';

// A fault of the host: some calls of one import fail, or do less than they were asked for.

const { ERRNO, IMPORTS } = require('../../../npm/lib/generated/abi');

/** @import { Change, Import } from './fault-host' */

/**
 * @typedef {object} Plan
 * @property {string} call the name of the import
 * @property {string} reason the name of an errno; `short` transfers half of the bytes, `nothing` transfers none and
 * returns 0, `lost` transfers none and reports success
 * @property {number} at the index of the first call that fails, from 0
 * @property {number} times the number of calls that fail, `Infinity` for all from the first on
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

  /** Whether the fault has occurred. */
  get happened() {
    return this.count > this.at;
  }

  /** Whether the fault cannot occur again. */
  get over() {
    return this.count >= this.at + this.times;
  }

  /** Ends the fault: every later call works. */
  end() {
    this.active = false;
  }

  /** Wraps the import that fails, and returns any other one unchanged. @type {Change} */
  change = (name, call) => (name === this.call ? (...values) => this.#intercept(call, values) : call);

  /** @param {Import} call @param {number[]} values */
  #intercept(call, values) {
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
