'use strict';

const { MODULE_CRC32 } = require('../generated/module-digest');

/**
 * Returns whether a module is as it was built, by a checksum: that finds damage, not deceit. Returns false where
 * Node.js computes none (before 20.15 and 22.2).
 * @param {Uint8Array} bytes
 */
function isAsBuilt(bytes) {
  // Loaded late, because only the first copy in a thread compiles the module.
  const { crc32 } = require('node:zlib');
  return crc32 !== undefined && crc32(bytes) === MODULE_CRC32;
}

exports.isAsBuilt = isAsBuilt;
