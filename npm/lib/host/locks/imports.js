'use strict';

// The host calls about byte-range locks.

const { ERRNO } = require('../../generated/abi');
const { lockTier } = require('./tier');

/** @import { Imports } from '../../generated/abi' */

/**
 * Makes the host calls of one instance.
 * @returns {Pick<Imports, 'fd_lock' | 'fd_lock_conflict'>}
 */
function lockImports() {
  const { locks } = lockTier();
  if (locks === null) {
    // The guest then owns each file whole before it uses the file.
    return {
      fd_lock: (_file, _kind, _offset, _length) => -ERRNO.ENOSYS,
      fd_lock_conflict: (_file, _kind, _offset, _length) => -ERRNO.ENOSYS,
    };
  }
  return {
    fd_lock: (file, kind, offset, length) => -locks.lock(file, kind, offset, length),
    fd_lock_conflict: (file, kind, offset, length) => locks.holder(file, kind, offset, length),
  };
}

module.exports = { lockImports };
