'use strict';

const { process } = require('../intrinsics');

const OPTION = '--disable-wasm-trap-handler';

/** Returns what to do about too little address space. */
function advice() {
  if (process.execArgv.includes(OPTION) || process.env.NODE_OPTIONS?.includes(OPTION)) return '';
  if (!process.allowsOption(OPTION)) return ', or use Node 24, which can do with less';
  return `, or start Node with ${OPTION} (also in NODE_OPTIONS), so that it can do with less`;
}

/**
 * Returns the error for an instance whose memory the JavaScript engine could not get.
 * @param {Error} cause
 */
function outOfAddressSpace(cause) {
  return new Error(
    'anysqlite cannot start: this process has too little address space left for the memory of SQLite ' +
    `(${cause.message}). V8 reserves 10 GB of it, though not of memory, for each thread that opens databases. ` +
    `Allow the process more address space (ulimit -v), open databases in fewer threads${advice()}.`,
    { cause },
  );
}

exports.outOfAddressSpace = outOfAddressSpace;
