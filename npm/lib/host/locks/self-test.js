'use strict';

// Proves that byte-range locks work, on systems where the tests of this package have not run. A lock that native SQLite
// does not see, or that does not see native SQLite's locks, would cost data.

const { closeSync, mkdtempSync, openSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { ERRNO, LOCK_NONE, LOCK_READ, LOCK_WRITE } = require('../../generated/abi');

/** @import { LockShim } from './contract' */

/**
 * Descriptors of one file, each from an open() of its own.
 * @typedef {{ first: number, second: number, third: number, close(file: number): void }} Files
 */
/** @typedef {[fact: string, actual: () => number, expected: number]} Step */

const { EAGAIN } = ERRNO;
const BYTE = 0x40000000;
const FAR_BYTE = BYTE + 2 ** 32;

/**
 * The steps of the proof, in order.
 * @param {LockShim} shim
 * @param {Files} files
 * @returns {Step[]}
 */
function steps({ lock, holder, processLock, processHolder }, { first, second, third, close }) {
  return [
    ['a write lock can be had', () => lock(first, LOCK_WRITE, BYTE, 1), 0],
    ['it is visible through another descriptor', () => holder(second, LOCK_READ, BYTE, 1), LOCK_WRITE],
    ['it refuses another descriptor', () => lock(second, LOCK_READ, BYTE, 1), EAGAIN],
    ["it is visible to POSIX's locks", () => processHolder(second, LOCK_READ, BYTE, 1), LOCK_WRITE],
    ["it refuses POSIX's locks", () => processLock(second, LOCK_READ, BYTE, 1), EAGAIN],
    ['it is not in its own way', () => holder(first, LOCK_WRITE, BYTE, 1), LOCK_NONE],
    ['it leaves the next byte free', () => holder(second, LOCK_WRITE, BYTE + 1, 1), LOCK_NONE],
    ['it leaves a byte beyond 4 GB free', () => holder(second, LOCK_WRITE, FAR_BYTE, 1), LOCK_NONE],
    ['it becomes a read lock', () => lock(first, LOCK_READ, BYTE, 1), 0],
    ['a read lock allows another', () => lock(second, LOCK_READ, BYTE, 1), 0],
    ['a read lock refuses a write lock', () => lock(first, LOCK_WRITE, BYTE, 1), EAGAIN],
    ["a read lock allows POSIX's to read", () => processHolder(third, LOCK_READ, BYTE, 1), LOCK_NONE],
    ["a read lock is visible to POSIX's write locks", () => processHolder(third, LOCK_WRITE, BYTE, 1), LOCK_READ],
    ['the other read lock is given up', () => lock(second, LOCK_NONE, BYTE, 1), 0],
    ['then a write lock can be had again', () => lock(first, LOCK_WRITE, BYTE, 1), 0],
    ['closing another descriptor does not end it', () => {
      close(third);
      return processHolder(second, LOCK_READ, BYTE, 1);
    }, LOCK_WRITE],
    ['it is given up', () => lock(first, LOCK_NONE, BYTE, 1), 0],
    ['then it is gone', () => processHolder(first, LOCK_WRITE, BYTE, 1), LOCK_NONE],
    ["POSIX's write lock can be had", () => processLock(second, LOCK_WRITE, BYTE, 1), 0],
    ["POSIX's write lock is visible", () => holder(first, LOCK_READ, BYTE, 1), LOCK_WRITE],
    ["POSIX's write lock refuses others", () => lock(first, LOCK_READ, BYTE, 1), EAGAIN],
    ["POSIX's write lock is given up", () => processLock(second, LOCK_NONE, BYTE, 1), 0],
    ['then a write lock can be had once more', () => lock(first, LOCK_WRITE, BYTE, 1), 0],
    ['it ends when its descriptor is closed', () => {
      close(first);
      return holder(second, LOCK_WRITE, BYTE, 1);
    }, LOCK_NONE],
    ["it is gone for POSIX's locks too", () => processHolder(second, LOCK_WRITE, BYTE, 1), LOCK_NONE],
  ];
}

/** @param {Step[]} list */
function check(list) {
  for (const [fact, actual, expected] of list) {
    const answer = actual();
    if (answer === expected) continue;
    throw new Error(`the locks failed their test: "${fact}" gave ${answer} instead of ${expected}`);
  }
}

/**
 * Throws unless locks work as expected, in a temporary file.
 * @param {LockShim} shim
 */
function proveLocks(shim) {
  const folder = mkdtempSync(join(tmpdir(), 'anysqlite-locks-'));
  try {
    const file = join(folder, 'test');
    const open = ['w+', 'r+', 'r+'].map((flags) => openSync(file, flags));
    const [first, second, third] = open;
    /** @param {number} descriptor */
    const close = (descriptor) => closeSync(open.splice(open.indexOf(descriptor), 1)[0]);
    try {
      check(steps(shim, { first, second, third, close }));
    } finally {
      [...open].forEach(close);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

module.exports = { proveLocks };
