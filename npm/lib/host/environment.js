'use strict';

// The imports about the process that the guest runs in.

const { ERRNO } = require('../generated/abi');
const { errno } = require('./errno');
const { giveText } = require('./give-text');
const { fillRandom } = require('./random');

/** @import { Imports } from '../generated/abi' */
/** @import { Memory } from './memory' */

/**
 * Makes the imports of one instance.
 * @param {Memory} memory
 * @param {(text: string) => void} onPanic takes the guest's last words
 * @returns {Pick<Imports, 'env' | 'random' | 'pid' | 'thread' | 'process_exists' | 'panicked'>}
 */
function environmentImports(memory, onPanic) {
  return {
    env(name, nameLength, into, capacity) {
      try {
        memory.settle();
        const value = process.env[memory.text(name >>> 0, nameLength >>> 0)];
        return value === undefined ? -ERRNO.ENOENT : giveText(memory, value, into, capacity);
      } catch (error) {
        return errno(error);
      }
    },

    random(into, count) {
      try {
        memory.settle();
        fillRandom(memory.bytes, into >>> 0, count >>> 0);
        return 0;
      } catch (error) {
        return errno(error);
      }
    },

    pid() {
      return process.pid;
    },

    // Loaded late, because it takes milliseconds and few need it.
    thread() {
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

    panicked(text, textLength) {
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
