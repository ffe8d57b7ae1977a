'use strict';

// What byte-range locks of open files must do, beside the POSIX locks that native SQLite takes.

const { ERRNO, LOCK_NONE, LOCK_READ, LOCK_WRITE } = require('../../generated/abi');

/** @import { LockShim } from './contract' */
/** @import { Files, Step } from './self-test' */

const { EAGAIN } = ERRNO;
const BYTE = 0x40000000;
const FAR_BYTE = BYTE + 2 ** 32;

/**
 * The steps of the proof, in order.
 * @param {LockShim} shim
 * @param {Files} files
 * @returns {Step[]}
 */
function posixProof({ lock, holder, processLock, processHolder }, { first, second, third, close }) {
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

exports.posixProof = posixProof;
