'use strict';

const { FUNCTION_DETERMINISTIC, FUNCTION_DIRECT_ONLY, FUNCTION_SAFE_INTEGERS } = require('../generated/abi');

/**
 * Returns the `FUNCTION_*` bits of a user function.
 * @param {{ deterministic: boolean, directOnly: boolean, safeIntegers: boolean }} options
 */
function functionFlags({ deterministic, directOnly, safeIntegers }) {
  return (deterministic ? FUNCTION_DETERMINISTIC : 0)
    | (directOnly ? FUNCTION_DIRECT_ONLY : 0)
    | (safeIntegers ? FUNCTION_SAFE_INTEGERS : 0);
}

exports.functionFlags = functionFlags;
