'use strict';

// Numbers of errors differ between systems; the guest knows Linux's.

const { ERRNO } = require('../../generated/abi');

/** @import { LockShim } from './contract' */

/**
 * Makes a function that gives Linux's number for a system's. What has no name here is an input/output error.
 * @param {Record<string, number>} constants the system's numbers, by name
 */
function translation(constants) {
  const numbers = new Map(Object.entries(ERRNO).map(([name, number]) => [constants[name], number]));
  /** @param {number} errno */
  return (errno) => (errno === 0 ? 0 : numbers.get(errno) ?? ERRNO.EIO);
}

/**
 * Lets an addon answer with Linux's numbers.
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
    lock: lock(addon.lock),
    holder: holder(addon.holder),
    processLock: lock(addon.processLock),
    processHolder: holder(addon.processHolder),
  };
}

module.exports = { translated };
