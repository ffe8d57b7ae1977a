'use strict';

// The imports about the process that the guest runs in.

const { ERRNO } = require('../generated/abi');
const { errno } = require('./errno');
const { giveText } = require('./write-text');
const { fillRandom } = require('./random');

/** @import { Imports } from '../generated/abi' */
/** @import { Memory } from './memory' */

/**
 * Makes the imports of one instance.
 * @param {Memory} memory
 * @param {(text: string) => void} onPanic takes the guest's last words
 * @returns {Pick<Imports, 'env_get' | 'random_get' | 'process_id' | 'thread_id' | 'process_exists' | 'panic_message'>}
 */
function environmentImports(memory, onPanic) {
  return {
    env_get(name, nameLength, into, capacity) {
      try {
        memory.settle();
        const value = process.env[memory.text(name >>> 0, nameLength >>> 0)];
        return value === undefined ? -ERRNO.ENOENT : giveText(memory, value, into, capacity);
      } catch (error) {
        return errno(error);
      }
    },

    random_get(into, count) {
      try {
        memory.settle();
        fillRandom(memory.bytes, into >>> 0, count >>> 0);
        return 0;
      } catch (error) {
        return errno(error);
      }
    },

    process_id() {
      return process.pid;
    },

    // Loaded late, because it takes milliseconds and few need it.
    thread_id() {
      return require('node:worker_threads').threadId;
    },

    process_exists(id) {
      try {
        process.kill(id, 0);
        return 0;
      } catch (error) {
        // Only ESRCH says that it is gone: a process of another user may not be signalled, but is there.
        return errno(error) === -ERRNO.ESRCH ? -ERRNO.ESRCH : 0;
      }
    },

    panic_message(text, textLength) {
      try {
        memory.settle();
        onPanic(memory.text(text >>> 0, textLength >>> 0));
      } catch {
        onPanic('');
      }
    },
  };
}

module.exports = { environmentImports };
