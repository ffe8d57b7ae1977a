'use strict';

const { process } = require('../../intrinsics');

/** @import { Fcntl } from './foreign-functions' */

/** Names of the C library on Linux: glibc's, then musl's. */
const LIBRARIES = ['libc.so.6', `libc.musl-${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}.so.1`];

/** @returns {Fcntl} */
function bunFcntl() {
  // Not by `require`: only Bun has this module, and bundlers and tracers for Node would look for it.
  /** @type {any} */
  const ffi = process.getBuiltinModule('bun:ffi');
  const { fcntl, __errno_location } = openFirst(ffi).symbols;
  return (file, command, structure) =>
    fcntl(file, command, structure) === -1 ? ffi.read.i32(__errno_location(), 0) : 0;
}

/** @param {any} ffi */
function openFirst(ffi) {
  for (const library of LIBRARIES) {
    try {
      return ffi.dlopen(library, {
        fcntl: { args: ['i32', 'i32', 'ptr'], returns: 'i32' },
        __errno_location: { args: [], returns: 'ptr' },
      });
    } catch {
      // Try the next name.
    }
  }
  throw new Error(`bun:ffi opens none of ${LIBRARIES.join(', ')}`);
}

module.exports = { bunFcntl };
