'use strict';

// Several calls by one, as the lock addon makes them: each is an import of its own, so that it can fail, and that other
// processes can run before it.

const {
  STEP_ACCESS, STEP_ARGUMENTS, STEP_BYTES, STEP_CALL, STEP_EXPECTED, STEP_LOCK, STEP_READ, STEP_RESULT, STEP_SIZE,
} = require('../../../npm/lib/generated/abi');

/** @import { Syscalls } from '../../../npm/lib/generated/abi' */
/** @import { FaultHost } from './fault-host' */

/** The calls and the numbers of their arguments. @type {Record<number, [keyof Syscalls, number]>} */
const CALLS = {
  [STEP_READ]: ['fd_read', 4], [STEP_SIZE]: ['fd_size', 1], [STEP_LOCK]: ['fd_lock', 4],
  [STEP_ACCESS]: ['path_access', 3],
};

/**
 * Returns the import of one host.
 * @param {FaultHost} host
 * @returns {Pick<Syscalls, 'file_steps'>}
 */
function stepImports(host) {
  /** Performs a step. Returns whether its result is the expected one. @param {number} at */
  const perform = (at) => {
    const { buffer } = host.memory.bytes;
    const numbers = new DataView(buffer, at, STEP_BYTES);
    const number = (/** @type {number} */ offset) => numbers.getFloat64(offset, true);
    const [name, count] = CALLS[number(STEP_CALL)];
    const values = Array.from({ length: count }, (_, i) => number(STEP_ARGUMENTS + 8 * i));
    const result = Number(host.imports[name](...values));
    numbers.setFloat64(STEP_RESULT, result, true);
    return result === number(STEP_EXPECTED);
  };

  return {
    file_steps(steps, count) {
      host.memory.refreshViews();
      for (let performed = 1; performed <= count; performed += 1) {
        if (!perform((steps >>> 0) + (performed - 1) * STEP_BYTES)) return performed;
      }
      return count;
    },
  };
}

module.exports = { stepImports };
