'use strict';

// The imports about the process, its clock and its random numbers. All are simulated, so that runs are repeatable.

const { ERRNO, SYSTEM_UNIX } = require('../../../npm/lib/generated/abi');

/** @import { Syscalls } from '../../../npm/lib/generated/abi' */
/** @import { FaultHost } from './fault-host' */

const START = Date.UTC(2024, 0, 1);

/**
 * Returns the imports of one host that concern its process.
 * @param {FaultHost} host
 * @returns {Pick<Syscalls, 'env_get' | 'random_get' | 'clock_now' | 'clock_utc_offset' | 'thread_sleep' | 'process_id'
 *   | 'thread_id' | 'process_exists' | 'process_is_root' | 'system_family'
 *   | 'table_grow' | 'extension_open' | 'extension_error' | 'extension_function' | 'extension_close'
 *   | 'panic_message'>}
 */
function processImports(host) {
  const { memory, random } = host;
  let clock = START;
  return {
    env_get: (_name, _length, _into, _capacity) => -ERRNO.ENOENT,

    random_get(into, count) {
      memory.refreshViews();
      random.fill(memory.bytes.subarray(into >>> 0, (into >>> 0) + (count >>> 0)));
      return 0;
    },

    clock_now() {
      clock += 1;
      return clock;
    },

    clock_utc_offset: (_seconds) => 0,

    thread_sleep(microseconds) {
      clock += Math.ceil(microseconds / 1000);
      return 0;
    },

    process_id: () => host.pid,
    thread_id: () => 0,
    process_exists: (_process) => 0,
    // The files of the simulated disk belong to root.
    process_is_root: () => 1,
    system_family: () => SYSTEM_UNIX,

    // No simulated process loads an extension.
    table_grow: (_count) => -ERRNO.ENOSYS,
    extension_open: (_module, _length, _imports) => -ERRNO.ENOSYS,
    extension_error: (_into, _capacity) => -ERRNO.ENOSYS,
    extension_function: (_extension, _name, _length, _slot) => -ERRNO.ENOSYS,
    extension_close: (_extension, _first, _count) => -ERRNO.ENOSYS,

    panic_message(text, length) {
      memory.refreshViews();
      host.panicMessage = memory.text(text >>> 0, length >>> 0);
    },
  };
}

module.exports = { processImports };
