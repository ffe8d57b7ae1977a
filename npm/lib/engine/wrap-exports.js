'use strict';

const { EXPORT_MAX_PARAMETERS } = require('../generated/abi');

/** @import { Exports } from '../generated/abi' */
/** @import { Memory } from '../host/memory' */

/** @typedef {(...values: number[]) => any} Call */

/** `guardCall` passes this many parameters on: the type checker compares the number with the contract's. @type {6} */
const PARAMETERS = EXPORT_MAX_PARAMETERS;

/**
 * Wraps one function of the guest.
 * @param {Call} call
 * @param {Memory} memory
 * @param {(error: unknown) => unknown} stop
 * @returns {Call}
 */
function guardCall(call, memory, stop) {
  return (a, b, c, d, e, f) => {
    try {
      const result = call(a, b, c, d, e, f);
      memory.settle();
      return result;
    } catch (error) {
      throw stop(error);
    }
  };
}

/**
 * Wraps the functions of the guest, so that after each call the views over its memory are good, and whatever is thrown
 * out of it (a trap, an exhausted stack) ends the engine.
 * @param {Exports} exports
 * @param {Memory} memory
 * @param {(error: unknown) => unknown} stop takes what was thrown, gives what to throw
 * @returns {Exports}
 */
function guard(exports, memory, stop) {
  const functions = Object.entries(exports).filter(([, value]) => typeof value === 'function');
  const guarded = functions.map(([name, call]) => [name, guardCall(call, memory, stop)]);
  return /** @type {Exports} */ (Object.fromEntries(guarded));
}

/**
 * Makes the functions of a guest that has failed throw, for whoever still holds them.
 * @param {Exports} guest
 * @param {unknown} failure
 */
function disable(guest, failure) {
  const refuse = () => {
    throw failure;
  };
  for (const name of Object.keys(guest)) Object.assign(guest, { [name]: refuse });
}

module.exports = { PARAMETERS, disable, guard };
