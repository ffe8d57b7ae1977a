'use strict';

// Errnos differ between systems. The guest knows Linux's.

const { ERRNO } = require('../../generated/abi');
const { Map, Object } = require('../../intrinsics');

/** @import { LockShim, Views } from './contract' */

/**
 * Makes a function that returns Linux's errno for a system's, EIO for one that the guest does not know.
 * @param {Record<string, number>} constants the system's errnos, by name
 */
function translation(constants) {
  const numbers = new Map(Object.entries(ERRNO).map(([name, number]) => [constants[name], number]));
  /** @param {number} errno */
  return (errno) => (errno === 0 ? 0 : numbers.get(errno) ?? ERRNO.EIO);
}

/**
 * @param {Views} addon
 * @param {(errno: number) => number} translate
 * @returns {Views}
 */
function views({ viewOpen, viewRead, viewWrite, viewClose }, translate) {
  return {
    viewOpen(file, part, writable) {
      const answer = viewOpen(file, part, writable);
      return answer < 0 ? -translate(-answer) : answer;
    },
    viewRead: (address, bytes, at, count) => translate(viewRead(address, bytes, at, count)),
    viewWrite: (address, bytes, at, count) => translate(viewWrite(address, bytes, at, count)),
    viewClose: (address) => translate(viewClose(address)),
  };
}

/**
 * Makes an addon return Linux's errnos.
 * @param {LockShim} addon
 * @param {Record<string, number>} constants
 * @returns {LockShim}
 */
function translated(addon, constants) {
  const translate = translation(constants);
  /** @param {LockShim['lock']} lock @returns {LockShim['lock']} */
  const lock = (lock) => (file, kind, offset, length) => translate(lock(file, kind, offset, length));
  /** @param {LockShim['holder']} holder @returns {LockShim['holder']} */
  const holder = (holder) => (file, kind, offset, length) => {
    const answer = holder(file, kind, offset, length);
    return answer < 0 ? -translate(-answer) : answer;
  };
  return {
    ...views(addon, translate),
    lock: lock(addon.lock),
    holder: holder(addon.holder),
    processLock: lock(addon.processLock),
    processHolder: holder(addon.processHolder),
  };
}

module.exports = { translated };
