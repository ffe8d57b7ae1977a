'use strict';

const { ERRNO } = require('../generated/abi');
const { String } = require('../intrinsics');

/** Marks of an error that a permission model throws: Node's has the code, Deno's the name. */
const ACCESS_DENIED = 'ERR_ACCESS_DENIED';
const NOT_CAPABLE = 'NotCapable';

/**
 * Returns the negated errno for an error of node:fs, -EIO if the error has none.
 * @param {unknown} error
 * @returns {number}
 */
function errno(error) {
  const { code, name } = /** @type {NodeJS.ErrnoException} */ (error ?? {});
  if (code === ACCESS_DENIED || name === NOT_CAPABLE) return -ERRNO.EACCES;
  return -(ERRNO[String(code)] ?? ERRNO.EIO);
}

module.exports = { errno };
