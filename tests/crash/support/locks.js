'use strict';

// Byte-range locks of one file, each owned by an open file (as Linux's F_OFD_SETLK has them).

const { LOCK_NONE, LOCK_READ, LOCK_WRITE } = require('../../../npm/lib/generated/abi');

/** @typedef {{ owner: object, kind: number, start: number, end: number }} Lock */

class Locks {
  constructor() {
    /** @type {Lock[]} */
    this.held = [];
  }

  /**
   * Gives the kind of a lock in the way of another, `LOCK_NONE` for none.
   * @param {object} owner
   * @param {number} kind
   * @param {number} start
   * @param {number} end
   */
  inTheWay(owner, kind, start, end) {
    const other = this.held.find((lock) => lock.owner !== owner && lock.start < end && lock.end > start
      && (kind === LOCK_WRITE || lock.kind === LOCK_WRITE));
    return other === undefined ? LOCK_NONE : other.kind;
  }

  /**
   * Takes or gives up a range. Gives whether nobody was in the way.
   * @param {object} owner
   * @param {number} kind
   * @param {number} start
   * @param {number} end
   */
  set(owner, kind, start, end) {
    if (kind !== LOCK_NONE && this.inTheWay(owner, kind, start, end) !== LOCK_NONE) return false;
    this.held = this.held.flatMap((lock) => (lock.owner === owner ? without(lock, start, end) : [lock]));
    if (kind === LOCK_READ || kind === LOCK_WRITE) this.held.push({ owner, kind, start, end });
    return true;
  }

  /**
   * Gives up all locks of an open file that is closed.
   * @param {object} owner
   */
  drop(owner) {
    this.held = this.held.filter((lock) => lock.owner !== owner);
  }
}

/**
 * Gives what is left of a lock outside a range.
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
