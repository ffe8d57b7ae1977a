'use strict';

/** @import { Fcntl } from './foreign-functions' */

/** @returns {Fcntl} */
function denoFcntl() {
  const { Deno } = /** @type {any} */ (globalThis);
  const { symbols } = Deno.dlopen('libc.so.6', {
    fcntl: { parameters: ['i32', 'i32', 'buffer'], result: 'i32' },
    __errno_location: { parameters: [], result: 'pointer' },
  });
  return (file, command, structure) => {
    if (symbols.fcntl(file, command, structure) !== -1) return 0;
    return new Deno.UnsafePointerView(symbols.__errno_location()).getInt32();
  };
}

module.exports = { denoFcntl };
