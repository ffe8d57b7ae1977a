'use strict';

const { ERRNO } = require('../generated/abi');
const { String } = require('../intrinsics');

/** The code of an error that Node's permission model throws. */
const ACCESS_DENIED = 'ERR_ACCESS_DENIED';

/**
 * Returns the negated errno for an error of node:fs, -EIO if the error has none.
 * @param {unknown} error
 * @returns {number}
 */
function errno(error) {
  const code = String(/** @type {NodeJS.ErrnoException} */ (error)?.code);
  if (code === ACCESS_DENIED) return -ERRNO.EACCES;
  return -(ERRNO[code] ?? ERRNO.EIO);
}

module.exports = { errno };
