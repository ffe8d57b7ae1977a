'use strict';

const fs = require('node:fs');

/** @import { ReadableFile } from '../../generated/exe_inspect' */

/**
 * Opens a file for inspection, and closes it when the inspection is done. Never waits, even if the path is that of a
 * FIFO.
 * @template T
 * @param {string} path
 * @param {(file: ReadableFile) => T} use
 * @returns {T}
 */
function withFile(path, use) {
  const descriptor = fs.openSync(path, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
  try {
    const { size } = fs.fstatSync(descriptor);
    return use({
      size,
      read(offset, length) {
        const buffer = Buffer.alloc(Math.min(length, Math.max(0, size - offset)));
        return buffer.subarray(0, fs.readSync(descriptor, buffer, 0, buffer.length, offset));
      },
    });
  } finally {
    fs.closeSync(descriptor);
  }
}

module.exports = { withFile };
