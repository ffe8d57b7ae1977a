'use strict';

const { runOperations } = require('./trial');

/**
 * Leaves out of a failing case what it does not need: ever smaller runs of operations, as long as the last one
 * that is left still differs.
 * @param {readonly string[]} operations
 */
async function shrink(operations) {
  let left = [...operations];
  for (let size = Math.ceil(left.length / 2); ; size = Math.ceil(size / 2)) {
    for (let start = 0; start < left.length;) {
      const fewer = left.toSpliced(start, size);
      if (fewer.length > 0 && (await runOperations(fewer)) !== undefined) left = fewer;
      else start += size;
    }
    if (size === 1) return left;
  }
}

exports.shrink = shrink;
