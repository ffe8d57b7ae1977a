'use strict';

const fs = require('node:fs');

/** @import { Fcntl } from './foreign-functions' */

/** The line of /proc/self/maps with the code of the C library: glibc's, or musl's, which is the dynamic linker, too. */
const C_LIBRARY = /^\S+ r-x\S* .*?(\/.*\/(?:libc\.so\.6|libc-[\d.]+\.so|libc\.musl-\w+\.so\.1|ld-musl-\w+\.so\.1))$/m;

/**
 * Returns the path of the C library that this process runs on. Not its name: if the system has no library of a name,
 * Bun loads a file of that name in the working directory.
 */
function libraryPath() {
  const found = C_LIBRARY.exec(fs.readFileSync('/proc/self/maps', 'utf8'));
  if (found === null) throw new Error('the C library of this process is not known');
  return found[1];
}

/** @returns {Fcntl} */
function bunFcntl() {
  // Not by `require`: only Bun has this module, and bundlers and tracers for Node would look for it.
  /** @type {any} */
  const ffi = process.getBuiltinModule('bun:ffi');
  const { fcntl, __errno_location } = ffi.dlopen(libraryPath(), {
    fcntl: { args: ['i32', 'i32', 'ptr'], returns: 'i32' },
    __errno_location: { args: [], returns: 'ptr' },
  }).symbols;
  return (file, command, structure) =>
    fcntl(file, command, structure) === -1 ? ffi.read.i32(__errno_location(), 0) : 0;
}

module.exports = { bunFcntl };
