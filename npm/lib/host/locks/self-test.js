'use strict';

// Proves that byte-range locks work, on systems where the tests of this package have not run, or have run in Wine only.
// A lock that native SQLite does not see, or that does not see native SQLite's locks, would cost data.

const { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { VIEW_BYTES } = require('../../generated/abi');

/** @import { LockShim } from './contract' */

/**
 * Descriptors of one file, each from an open() of its own.
 * @typedef {{ first: number, second: number, third: number, close(file: number): void }} Files
 */
/** @typedef {[fact: string, actual: () => number, expected: number]} Step */

/** @param {Step[]} list */
function check(list) {
  for (const [fact, actual, expected] of list) {
    const answer = actual();
    if (answer === expected) continue;
    throw new Error(`the locks failed their test: "${fact}" gave ${answer} instead of ${expected}`);
  }
}

/**
 * Throws unless locks work as a proof expects, in a temporary file.
 * @param {LockShim} shim
 * @param {(shim: LockShim, files: Files) => Step[]} proof
 */
function proveLocks(shim, proof) {
  const folder = mkdtempSync(join(tmpdir(), 'anysqlite-locks-'));
  try {
    const file = join(folder, 'test');
    const open = ['w+', 'r+', 'r+'].map((flags) => openSync(file, flags));
    const [first, second, third] = open;
    /** @param {number} descriptor */
    const close = (descriptor) => closeSync(open.splice(open.indexOf(descriptor), 1)[0]);
    try {
      ftruncateSync(first, VIEW_BYTES);
      check(proof(shim, { first, second, third, close }));
    } finally {
      [...open].forEach(close);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

module.exports = { proveLocks };
