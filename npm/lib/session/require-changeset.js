'use strict';

const { types } = require('node:util');

/**
 * Checks an argument that is a changeset.
 * @param {unknown} value
 * @param {string} what how the error names the argument
 * @returns {Uint8Array}
 */
function requireChangeset(value, what) {
  if (types.isUint8Array(value)) return value;
  throw new TypeError(`Expected ${what} to be a Buffer or a Uint8Array`);
}

exports.requireChangeset = requireChangeset;
