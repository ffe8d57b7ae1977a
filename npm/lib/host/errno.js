'use strict';

const { ERRNO } = require('../generated/abi');

/** What Node calls a refusal of its permission model. */
const REFUSED = 'ERR_ACCESS_DENIED';

/**
 * Gives the negated number for a caught error of node:fs. What has no number is an input/output error.
 * @param {unknown} error
 * @returns {number}
 */
function errno(error) {
  const code = String(/** @type {NodeJS.ErrnoException} */ (error)?.code);
  if (code === REFUSED) return -ERRNO.EACCES;
  return -(ERRNO[code] ?? ERRNO.EIO);
}

module.exports = { errno };
