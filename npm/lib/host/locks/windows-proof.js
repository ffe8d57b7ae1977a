'use strict';

// What byte-range locks of Windows must do, and views of files. Native SQLite takes the same locks.

const { ERRNO, LOCK_NONE, LOCK_READ, LOCK_WRITE } = require('../../generated/abi');
const { Uint8Array } = require('../../intrinsics');

/** @import { LockShim } from './contract' */
/** @import { Files, Step } from './self-test' */

const { EAGAIN } = ERRNO;
const BYTE = 0x40000000;
const FAR_BYTE = BYTE + 2 ** 32;
const CONTENT = 0x5a;

/**
 * Writes to a view of one descriptor and returns what a view of another has there, or a negated errno.
 * @param {LockShim} shim
 * @param {Files} files
 */
function seenThroughViews({ viewOpen, viewRead, viewWrite, viewClose }, { first, second }) {
  const views = [viewOpen(first, 0, 1), viewOpen(second, 0, 0)];
  const failed = views.find((view) => view < 0);
  if (failed !== undefined) return failed;
  const bytes = new Uint8Array(4);
  const errno = viewWrite(views[0] + 128, bytes.fill(CONTENT), 0, 4) || viewRead(views[1] + 128, bytes.fill(0), 0, 4)
    || viewClose(views[0]) || viewClose(views[1]);
  return errno === 0 ? bytes[3] : -errno;
}

/**
 * The steps of the proof, in order.
 * @param {LockShim} shim
 * @param {Files} files
 * @returns {Step[]}
 */
function windowsProof(shim, files) {
  const { lock, holder } = shim;
  const { first, second, third, close } = files;
  return [
    ['a write lock can be had', () => lock(first, LOCK_WRITE, BYTE, 1), 0],
    ['it is visible through another descriptor', () => holder(second, LOCK_READ, BYTE, 1), LOCK_WRITE],
    ['it refuses another descriptor', () => lock(second, LOCK_READ, BYTE, 1), EAGAIN],
    ['it leaves the next byte free', () => holder(second, LOCK_WRITE, BYTE + 1, 1), LOCK_NONE],
    ['it leaves a byte beyond 4 GB free', () => holder(second, LOCK_WRITE, FAR_BYTE, 1), LOCK_NONE],
    ['it is given up', () => lock(first, LOCK_NONE, BYTE, 1), 0],
    ['a lock that does not exist is given up', () => lock(first, LOCK_NONE, BYTE, 1), 0],
    ['a read lock can be had', () => lock(first, LOCK_READ, BYTE, 1), 0],
    ['a read lock allows another', () => lock(second, LOCK_READ, BYTE, 1), 0],
    ['a read lock refuses a write lock', () => lock(third, LOCK_WRITE, BYTE, 1), EAGAIN],
    ['a read lock is visible to write locks', () => holder(third, LOCK_WRITE, BYTE, 1), LOCK_READ],
    ['the other read lock is given up', () => lock(second, LOCK_NONE, BYTE, 1), 0],
    ['closing another descriptor does not end the first', () => {
      close(third);
      return holder(second, LOCK_WRITE, BYTE, 1);
    }, LOCK_READ],
    ['it is given up, too', () => lock(first, LOCK_NONE, BYTE, 1), 0],
    ['then a write lock can be had again', () => lock(first, LOCK_WRITE, BYTE, 1), 0],
    ['views of a file agree', () => seenThroughViews(shim, files), CONTENT],
    ['a lock ends when its descriptor is closed', () => {
      close(first);
      return holder(second, LOCK_WRITE, BYTE, 1);
    }, LOCK_NONE],
  ];
}

exports.windowsProof = windowsProof;
