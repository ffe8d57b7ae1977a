'use strict';

// The host calls about time.

const { Date, Int32Array, Math, now, SharedArrayBuffer, wait } = require('../intrinsics');

/** @import { Imports } from '../generated/abi' */

/** @type {Int32Array | undefined} A word that never changes, to wait for. */
let never;

/**
 * Blocks this thread. Where waiting is forbidden (the main thread of a browser window) it spins.
 * @param {number} milliseconds
 */
function block(milliseconds) {
  try {
    never ??= new Int32Array(new SharedArrayBuffer(4));
    wait(never, 0, 0, milliseconds);
  } catch {
    const end = now() + milliseconds;
    while (now() < end);
  }
}

/**
 * Returns the offset of local time in seconds. (getTimezoneOffset() rounds to minutes; historical offsets have
 * seconds.)
 * @param {Date} moment
 */
function offsetAt(moment) {
  const local = new Date(0);
  local.setUTCFullYear(moment.getFullYear(), moment.getMonth(), moment.getDate());
  local.setUTCHours(moment.getHours(), moment.getMinutes(), moment.getSeconds(), moment.getMilliseconds());
  return Math.round((local.getTime() - moment.getTime()) / 1000);
}

/**
 * Makes the host calls of one instance.
 * @returns {Pick<Imports, 'clock_now' | 'clock_utc_offset' | 'thread_sleep'>}
 */
function clockImports() {
  return {
    clock_now() {
      return now();
    },

    clock_utc_offset(seconds) {
      return offsetAt(new Date(seconds * 1000));
    },

    thread_sleep(microseconds) {
      block(microseconds / 1000);
      return 0;
    },
  };
}

module.exports = { clockImports };
