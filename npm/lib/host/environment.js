'use strict';

// The host calls about the process that runs the guest. They may throw: `wrapImports` returns an errno then.

const { ERRNO, SYSTEM_UNIX, SYSTEM_WINDOWS } = require('../generated/abi');
const { process } = require('../intrinsics');
const { errno } = require('./errno');
const { fillRandom } = require('./random');
const { writeText } = require('./write-text');

/** @import { Imports } from '../generated/abi' */
/** @import { Memory } from './memory' */

/**
 * Makes the host calls of one instance.
 * @param {Memory} memory
 * @param {(message: string) => void} onPanic receives the message of a panic
 * @returns {Pick<Imports, 'env_get' | 'random_get' | 'process_id' | 'thread_id' | 'process_exists' | 'process_is_root'
 *   | 'system_family' | 'panic_message'>}
 */
function environmentImports(memory, onPanic) {
  return {
    env_get(name, nameLength, into, capacity) {
      const value = process.env[memory.text(name >>> 0, nameLength >>> 0)];
      return value === undefined ? -ERRNO.ENOENT : writeText(memory, value, into, capacity);
    },

    random_get(into, count) {
      fillRandom(memory.bytes, into >>> 0, count >>> 0);
      return 0;
    },

    process_id() {
      return process.pid;
    },

    // Loaded late, because that takes milliseconds and few programs need it.
    thread_id() {
      return require('node:worker_threads').threadId;
    },

    process_exists(id) {
      try {
        process.kill(id, 0);
      } catch (error) {
        // Only ESRCH means that the process is gone. EPERM: it belongs to another user.
        if (errno(error) === -ERRNO.ESRCH) throw error;
      }
      return 0;
    },

    process_is_root() {
      // Windows has no such user.
      return process.geteuid?.() === 0 ? 1 : 0;
    },

    system_family() {
      return process.platform === 'win32' ? SYSTEM_WINDOWS : SYSTEM_UNIX;
    },

    panic_message(text, textLength) {
      onPanic(memory.text(text >>> 0, textLength >>> 0));
    },
  };
}

module.exports = { environmentImports };
