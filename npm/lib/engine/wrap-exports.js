'use strict';

const { EXPORTS, EXPORT_MAX_PARAMETERS } = require('../generated/abi');
const { Object } = require('../intrinsics');
const { cutOff } = require('./failure');

/** @import { Exports } from '../generated/abi' */
/** @import { Call, GuestCalls } from '../host/guest-calls' */
/** @import { Memory } from '../host/memory' */

/** How many parameters `wrapCall` passes on: the type checker compares the number with the contract's. @type {6} */
const PARAMETERS = EXPORT_MAX_PARAMETERS;

/**
 * @param {Call} call
 * @param {Memory} memory
 * @param {GuestCalls} calls
 * @param {(error: unknown) => unknown} stop
 * @returns {Call}
 */
function wrapCall(call, memory, calls, stop) {
  const outermost = calls.outermost(call, memory, stop);
  /** @type {Call} */
  const inner = (...values) => {
    try {
      if (calls.wasCutOff()) throw cutOff();
      const result = calls.inner(() => call(...values));
      memory.refreshViews();
      return result;
    } catch (error) {
      throw stop(error);
    }
  };
  return (a, b, c, d, e, f) => (
    calls.innermost === null ? outermost(a, b, c, d, e, f) : inner(a, b, c, d, e, f)
  );
}

/**
 * Wraps the functions of the guest, so that the views of its memory are valid after each call, and so that an exception
 * out of the guest (a trap, an exhausted stack) stops the instance, as does a call that finds another cut off.
 * @param {Exports} exports
 * @param {Memory} memory
 * @param {GuestCalls} calls
 * @param {(error: unknown) => unknown} stop receives what was thrown, returns what to throw
 * @returns {Exports}
 */
function wrapExports(exports, memory, calls, stop) {
  const functions = Object.entries(exports).filter(([, value]) => typeof value === 'function');
  const wrapped = functions.map(([name, call]) => [name, wrapCall(call, memory, calls, stop)]);
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
