'use strict';

// The process itself, because one of its functions is replaced for a moment.
const { process } = globalThis;

/** @import { Fcntl } from './foreign-functions' */

/**
 * Loads node:ffi without the warning that it is experimental, on which an application could not act.
 * @returns {any}
 */
function loadQuietly() {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return process.getBuiltinModule('node:ffi');
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** @returns {Fcntl} */
function nodeFcntl() {
  const ffi = typeof process.getBuiltinModule === 'function' ? loadQuietly() : undefined;
  if (ffi === undefined) throw new Error('this Node has no node:ffi');
  const { functions } = ffi.dlopen(null, {
    fcntl: { arguments: ['int32', 'int32', 'buffer'], return: 'int32' },
    __errno_location: { arguments: [], return: 'pointer' },
  });
  return (file, command, structure) =>
    functions.fcntl(file, command, structure) === -1 ? ffi.getInt32(functions.__errno_location()) : 0;
}

module.exports = { nodeFcntl };
