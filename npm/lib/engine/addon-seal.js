'use strict';

// The seal of the addon with wasmtime: the digest of the file, at its end. A damaged library kills the process that
// loads it, so the digest is checked first. It proves that the file is whole, not where it comes from.

const { readFileSync } = require('node:fs');
const { sha256 } = require('../packaged/files');

/** What precedes the digest. `crates/xtask/src/build/seal.rs` writes both. */
const MARK = 'anysqlite addon:';

/** Size of the seal in bytes: the mark, and a SHA-256 in hexadecimal. */
const SEAL_BYTES = MARK.length + 64;

/**
 * Throws unless a file is a whole addon.
 * @param {string} file
 */
function requireWhole(file) {
  const content = readFileSync(file);
  const end = content.length - SEAL_BYTES;
  const seal = end < 0 ? '' : content.toString('latin1', end);
  if (seal !== MARK + sha256(content.subarray(0, end < 0 ? 0 : end))) {
    throw new Error(`${file} is damaged or not an addon of anysqlite`);
  }
}

module.exports = { requireWhole };
