'use strict';

const { appendValues } = require('../guest/values');
const { subjectOf } = require('./function-handler');

/** @import { Connection } from '../connection' */
/** @import { AggregateHandler as Contract, Aggregation } from '../host/callbacks-contract' */

/**
 * @typedef {object} Steps
 * @property {unknown} start the first accumulator, or a function that returns it
 * @property {Function} step
 * @property {Function | null} inverse
 * @property {Function | null} result
 */

/**
 * Runs a user-defined aggregate.
 * @implements {Contract}
 */
class AggregateHandler {
  /**
   * @param {Connection} connection
   * @param {string} name
   * @param {Steps} steps
   */
  constructor(connection, name, steps) {
    this.owner = connection;
    this.steps = steps;
    this.subject = subjectOf(name);
  }

  /** @returns {Aggregation} */
  begin() {
    const { start } = this.steps;
    return { accumulator: typeof start === 'function' ? start() : start };
  }

  /**
   * @param {Aggregation} aggregation
   * @param {number} parameters
   * @param {number} count
   * @param {boolean} inverse
   */
  step(aggregation, parameters, count, inverse) {
    const { owner, steps } = this;
    const change = /** @type {Function} */ (inverse ? steps.inverse : steps.step);
    const accumulator = change(...appendValues(owner.memory, parameters, count, [aggregation.accumulator]));
    if (accumulator !== undefined) aggregation.accumulator = accumulator;
  }

  /** @param {Aggregation} aggregation @param {number} address */
  value({ accumulator }, address) {
    const { owner, steps: { result } } = this;
    owner.callbackResults.put(address, result === null ? accumulator : result(accumulator), this.subject);
  }
}

exports.AggregateHandler = AggregateHandler;
