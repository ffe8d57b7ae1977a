'use strict';

// What one instance may call by a number, and what happens when a callback throws.

const { Object } = require('../intrinsics');
const { GuestCalls } = require('./guest-calls');
const { HandleTable } = require('./handle-table');

/** @import { Aggregation, Handler, CallbackOwner, Scan } from './callbacks-contract' */
/** @import { Memory } from './memory' */

class HandlerTables {
  constructor() {
    /** @type {HandleTable<Handler>} */
    this.handlers = new HandleTable();
    /** @type {HandleTable<Aggregation>} */
    this.aggregations = new HandleTable();
    /** @type {HandleTable<Scan>} */
    this.scans = new HandleTable();
    /** @type {unknown} Why the instance stopped, undefined while it runs. */
    this.failure = undefined;
    this.calls = new GuestCalls();
    /** Stops the instance, because a call was cut off. Set when the instance is made. */
    this.stop = () => {};
  }

  /**
   * Returns the result of a callback to the guest. Throws if the callback has stopped the instance, which another
   * connection can do, or if a call in it was cut off: there is no way back into the guest then.
   * @param {number} result
   * @param {object | null} call the innermost call of the guest when the callback began
   */
  returned(result, call) {
    if (this.failure !== undefined || this.calls.innermost !== call) throw this.stopped();
    return result;
  }

  /** Returns why there is no way back into the guest. */
  stopped() {
    if (this.failure === undefined) this.stop();
    return this.failure;
  }

  /**
   * Keeps what a callback threw with its owner, which rethrows it when the guest has returned.
   * @param {CallbackOwner} owner
   * @param {unknown} value
   * @param {number} result what the guest gets instead
   * @param {object | null} call the innermost call of the guest when the callback began
   */
  threw(owner, value, result, call) {
    if (this.failure !== undefined || this.calls.innermost !== call) throw this.stopped();
    owner.thrown = { value };
    return result;
  }

  /**
   * Makes an import that runs a callback of a handler.
   * @template {{ readonly owner: CallbackOwner }} T
   * @param {Memory} memory
   * @param {number} ifThrown what the guest gets if a callback throws
   * @param {(handler: T, ...values: number[]) => number} run
   * @returns {(number: number, ...values: number[]) => number}
   */
  frame(memory, ifThrown, run) {
    /** @param {number} number @param {number} a @param {number} b @param {number} c */
    const framed = (number, a, b, c) => {
      const handler = this.handlers.get(number);
      if (handler.owner.thrown !== undefined) return ifThrown;
      const { innermost } = this.calls;
      try {
        memory.refreshViews();
        return this.returned(run(handler, a, b, c), innermost);
      } catch (error) {
        return this.threw(handler.owner, error, ifThrown, innermost);
      }
    };
    return Object.defineProperty(framed, 'length', { value: run.length });
  }
}

exports.HandlerTables = HandlerTables;
