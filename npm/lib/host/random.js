'use strict';

const { closeSync, openSync, readSync } = require('node:fs');
const { process } = require('../intrinsics');

const DEVICE = '/dev/urandom';

/**
 * Reads the kernel's random device, because loading node:crypto takes milliseconds. Returns whether that succeeded.
 * @param {Buffer} bytes @param {number} at @param {number} count
 */
function fillFromDevice(bytes, at, count) {
  try {
    const file = openSync(DEVICE, 'r');
    try {
      return readSync(file, bytes, at, count, null) === count;
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}

/**
 * Fills a part of a buffer with unpredictable bytes.
 * @param {Buffer} bytes @param {number} at @param {number} count
 */
function fillRandom(bytes, at, count) {
  if (process.platform !== 'win32' && fillFromDevice(bytes, at, count)) return;
  require('node:crypto').randomFillSync(bytes, at, count);
}

module.exports = { fillRandom };
