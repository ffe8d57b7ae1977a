'use strict';

// The imports about byte-range locks.

const { ERRNO } = require('../generated/abi');
const { lockTier } = require('./lock');

/** @import { Imports } from '../generated/abi' */

/**
 * Makes the imports of one instance.
 * @returns {Pick<Imports, 'lock' | 'holder'>}
 */
function lockImports() {
  const { locks } = lockTier();
  if (locks === null) {
    // The guest then owns a file whole before it touches it.
    return {
      lock: (_file, _kind, _offset, _length) => -ERRNO.ENOSYS,
      holder: (_file, _kind, _offset, _length) => -ERRNO.ENOSYS,
    };
  }
  return {
    lock: (file, kind, offset, length) => -locks.lock(file, kind, offset, length),
    holder: (file, kind, offset, length) => locks.holder(file, kind, offset, length),
  };
}

module.exports = { lockImports };
