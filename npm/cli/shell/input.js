'use strict';

// Reads text without waiting for events, so that the order of reading and executing is that of the text.

const { openSync, closeSync, readSync } = require('node:fs');

const CHUNK_BYTES = 1 << 16;
const RETRY_MILLISECONDS = 10;

/** @param {number} milliseconds */
function sleep(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/**
 * Reads what is there, and waits for it if need be. Returns how many bytes were read, 0 at the end.
 * @param {number} descriptor
 * @param {Uint8Array} chunk
 */
function readSome(descriptor, chunk) {
  for (;;) {
    try {
      return readSync(descriptor, chunk, 0, chunk.length, null);
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      // Windows reports the end of a pipe as an error. A terminal or pipe may not wait by itself.
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      sleep(RETRY_MILLISECONDS);
    }
  }
}

/**
 * Yields the text of an open file, piece by piece. Throws if it is not UTF-8: to replace what is not would change data.
 * @param {number} descriptor
 * @param {string} name names the file in errors
 */
function* textOf(descriptor, name) {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const chunk = new Uint8Array(CHUNK_BYTES);
  try {
    for (let length; (length = readSome(descriptor, chunk)) > 0;) {
      yield decoder.decode(chunk.subarray(0, length), { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Error(`${name} is not UTF-8 text; convert it first, for example with iconv`, { cause: error });
  }
}

/**
 * Yields the lines of an open file, each with its line break.
 * @param {number} descriptor
 * @param {string} name names the file in errors
 */
function* linesOf(descriptor, name) {
  let rest = '';
  for (const piece of textOf(descriptor, name)) {
    let start = 0;
    for (let end; (end = piece.indexOf('\n', start)) >= 0; start = end + 1) {
      yield rest + piece.slice(start, end + 1);
      rest = '';
    }
    rest += piece.slice(start);
  }
  if (rest !== '') yield rest;
}

/**
 * Opens a file, and yields what a reader yields of it.
 * @template T
 * @param {string} path
 * @param {(descriptor: number, name: string) => Iterable<T>} reader
 */
function* ofFile(path, reader) {
  const descriptor = openSync(path, 'r');
  try {
    yield* reader(descriptor, path);
  } finally {
    closeSync(descriptor);
  }
}

module.exports = { linesOf, ofFile, sleep, textOf };
