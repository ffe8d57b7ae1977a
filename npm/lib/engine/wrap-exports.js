'use strict';

const { EXPORTS, EXPORT_MAX_PARAMETERS } = require('../generated/abi');

/** @import { Exports } from '../generated/abi' */
/** @import { Memory } from '../host/memory' */

/** @typedef {(...values: number[]) => any} Call */

/** How many parameters `wrapCall` passes on: the type checker compares the number with the contract's. @type {6} */
const PARAMETERS = EXPORT_MAX_PARAMETERS;

/**
 * @param {Call} call
 * @param {Memory} memory
 * @param {(error: unknown) => unknown} stop
 * @returns {Call}
 */
function wrapCall(call, memory, stop) {
  return (a, b, c, d, e, f) => {
    try {
      const result = call(a, b, c, d, e, f);
      memory.refreshViews();
      return result;
    } catch (error) {
      throw stop(error);
    }
  };
}

/**
 * Wraps the functions of the guest, so that the views of its memory are valid after each call, and so that an exception
 * out of the guest (a trap, an exhausted stack) stops the instance.
 * @param {Exports} exports
 * @param {Memory} memory
 * @param {(error: unknown) => unknown} stop receives what was thrown, returns what to throw
 * @returns {Exports}
 */
function wrapExports(exports, memory, stop) {
  const functions = Object.entries(exports).filter(([, value]) => typeof value === 'function');
  const wrapped = functions.map(([name, call]) => [name, wrapCall(call, memory, stop)]);
  return /** @type {Exports} */ (Object.fromEntries(wrapped));
}

/**
 * Returns functions in place of a guest's, all of which throw.
 * @param {() => unknown} error returns what to throw
 * @returns {Exports}
 */
function refusingExports(error) {
  const refuse = () => {
    throw error();
  };
  return /** @type {Exports} */ (/** @type {unknown} */ (
    Object.fromEntries(Object.keys(EXPORTS).map((name) => [name, refuse]))
  ));
}

/**
 * Makes the functions of a stopped guest throw, for code that still refers to them.
 * @param {Exports} guest
 * @param {unknown} failure
 */
function disableExports(guest, failure) {
  Object.assign(guest, refusingExports(() => failure));
}

module.exports = { PARAMETERS, disableExports, refusingExports, wrapExports };
