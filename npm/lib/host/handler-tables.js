'use strict';

// What one instance may call by a number, and what happens when a callback throws.

const { HandleTable } = require('./handle-table');

/** @import { Aggregation, Handler, Owner, Scan } from './callbacks-contract' */
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
  }

  /**
   * Returns the result of a callback to the guest. Throws if the callback has stopped the instance, which another
   * connection can do: there is no way back into the guest then.
   * @param {number} result
   */
  returned(result) {
    if (this.failure !== undefined) throw this.failure;
    return result;
  }

  /**
   * Keeps what a callback threw with its owner, which rethrows it when the guest has returned.
   * @param {Owner} owner
   * @param {unknown} value
   * @param {number} result what the guest gets instead
   */
  threw(owner, value, result) {
    if (this.failure !== undefined) throw this.failure;
    owner.thrown = { value };
    return result;
  }

  /**
   * Makes an import that runs a callback of a handler.
   * @template {{ readonly owner: Owner }} T
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
      try {
        memory.refreshViews();
        return this.returned(run(handler, a, b, c));
      } catch (error) {
        return this.threw(handler.owner, error, ifThrown);
      }
    };
    return Object.defineProperty(framed, 'length', { value: run.length });
  }
}

exports.HandlerTables = HandlerTables;
