// The calls of the guest that have begun and not ended. V8 can end JavaScript and WebAssembly without running any
// `catch` or `finally` (the timeout of node:vm does that), so a call may have been cut off: its frame is gone, but it
// is still listed here.
//
// This file is not strict, because only a function that is not strict has the property `arguments`: those of its
// innermost call, null while it is not on the stack. (A class is always strict.)

/** @import { Memory } from './memory' */

/** @typedef {(...values: number[]) => any} Call */
/** @typedef {(identity: object, run: () => unknown) => any} InnerCall */

/**
 * Returns the arguments of a function's innermost call, null if the function is not on the stack, and undefined if the
 * function is strict, because a bundler has made its file so.
 * @param {Function} frame
 * @returns {ArrayLike<unknown> | null | undefined}
 */
function innermostArguments(frame) {
  try {
    return frame.arguments;
  } catch {
    return undefined;
  }
}

/**
 * Returns a function that makes a call of the guest which is not inside another.
 * @param {GuestCalls} calls
 * @param {Call} call
 * @param {Memory} memory
 * @param {(error: unknown) => unknown} stop receives what was thrown, returns what to throw
 * @returns {Call}
 */
function outermostCall(calls, call, memory, stop) {
  return function runOutermost(a, b, c, d, e, f) {
    calls.innermost = runOutermost;
    try {
      const result = call(a, b, c, d, e, f);
      calls.innermost = null;
      memory.refreshViews();
      return result;
    } catch (error) {
      calls.innermost = null;
      throw stop(error);
    }
  };
}

/**
 * Returns a function that makes calls of the guest from its callbacks.
 * @param {GuestCalls} calls
 * @returns {InnerCall}
 */
function innerCall(calls) {
  return function runInner(identity, run) {
    const outer = calls.innermost;
    calls.innermost = identity;
    try {
      return run();
    } finally {
      calls.innermost = outer;
    }
  };
}

/** The calls of one instance's guest. */
class GuestCalls {
  constructor() {
    /**
     * The innermost call that has begun and not ended, null if there is none: the function that makes it if it is the
     * outermost, else an object of its own.
     * @type {Function | object | null}
     */
    this.innermost = null;
    /** Each instance has its own, so that its innermost call is the instance's. */
    this.runInner = innerCall(this);
  }

  /**
   * Returns a function that makes a call which is not inside another.
   * @param {Call} call
   * @param {Memory} memory
   * @param {(error: unknown) => unknown} stop receives what was thrown, returns what to throw
   */
  outermost(call, memory, stop) {
    return outermostCall(this, call, memory, stop);
  }

  /**
   * Makes a call inside another, from a callback.
   * @param {() => unknown} run
   */
  inner(run) {
    return this.runInner({}, run);
  }

  /** Returns whether a call has begun and was cut off before it ended. Takes microseconds while a call runs. */
  wasCutOff() {
    const { innermost } = this;
    if (innermost === null) return false;
    if (typeof innermost === 'function') return innermostArguments(innermost) === null;
    const found = innermostArguments(this.runInner);
    return found === null || (found !== undefined && found[0] !== innermost);
  }
}

exports.GuestCalls = GuestCalls;
exports.innermostArguments = innermostArguments;
