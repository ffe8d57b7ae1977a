'use strict';

// Byte-range locks of one file. Each belongs to an open file description, as with Linux's F_OFD_SETLK.

const { LOCK_NONE, LOCK_READ, LOCK_WRITE } = require('../../../npm/lib/generated/abi');

/** @typedef {{ owner: object, kind: number, start: number, end: number }} Lock */

class Locks {
  constructor() {
    /** @type {Lock[]} */
    this.held = [];
  }

  /**
   * Returns the kind of a lock that conflicts with the requested one, `LOCK_NONE` if there is none.
   * @param {object} owner
   * @param {number} kind
   * @param {number} start
   * @param {number} end
   */
  conflict(owner, kind, start, end) {
    const other = this.held.find((lock) => lock.owner !== owner && lock.start < end && lock.end > start
      && (kind === LOCK_WRITE || lock.kind === LOCK_WRITE));
    return other === undefined ? LOCK_NONE : other.kind;
  }

  /**
   * Acquires or releases a range. Returns false if another owner's lock conflicts.
   * @param {object} owner
   * @param {number} kind
   * @param {number} start
   * @param {number} end
   */
  set(owner, kind, start, end) {
    if (kind !== LOCK_NONE && this.conflict(owner, kind, start, end) !== LOCK_NONE) return false;
    this.held = this.held.flatMap((lock) => (lock.owner === owner ? without(lock, start, end) : [lock]));
    if (kind === LOCK_READ || kind === LOCK_WRITE) this.held.push({ owner, kind, start, end });
    return true;
  }

  /**
   * Releases all locks of an open file description that is closed.
   * @param {object} owner
   */
  drop(owner) {
    this.held = this.held.filter((lock) => lock.owner !== owner);
  }
}

/**
 * Returns the parts of a lock outside a range.
 * @param {Lock} lock
 * @param {number} start
 * @param {number} end
 */
function without(lock, start, end) {
  const left = { ...lock, end: Math.min(lock.end, start) };
  const right = { ...lock, start: Math.max(lock.start, end) };
  return [left, right].filter((part) => part.start < part.end);
}

exports.Locks = Locks;
