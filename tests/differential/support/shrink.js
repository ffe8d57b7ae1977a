'use strict';

const { runOperations } = require('./trial');

/**
 * Removes ever smaller runs of operations from a failing case, as long as the remaining operations still show a
 * difference.
 * @param {readonly string[]} operations
 */
async function shrink(operations) {
  let remaining = [...operations];
  for (let size = Math.ceil(remaining.length / 2); ; size = Math.ceil(size / 2)) {
    for (let start = 0; start < remaining.length;) {
      const fewer = remaining.toSpliced(start, size);
      if (fewer.length > 0 && (await runOperations(fewer)) !== undefined) remaining = fewer;
      else start += size;
    }
    if (size === 1) return remaining;
  }
}

exports.shrink = shrink;
