'use strict';

// The imports that differ on Windows, over a simulated disk: locks of exact ranges, which refuse reads and writes, and
// views of files. What Windows would refuse is recorded, since the guest must not try it.

const { ERRNO, LOCK_NONE, LOCK_READ, LOCK_WRITE, SYSTEM_WINDOWS, VIEW_BYTES } = require(
  '../../../npm/lib/generated/abi',
);
const { writeText } = require('../../../npm/lib/host/write-text');

/** @import { Syscalls } from '../../../npm/lib/generated/abi' */
/** @import { FaultHost } from './fault-host' */
/** @import { OpenFile } from './file-imports' */

/** @typedef {{ owner: object, kind: number, start: number, end: number }} Lock */

/** Byte-range locks of one file, of all its handles. */
class WindowsLocks {
  constructor() {
    /** @type {Lock[]} */
    this.held = [];
  }

  /** @param {number} start @param {number} end */
  overlapping(start, end) {
    return this.held.filter((lock) => lock.start < end && lock.end > start);
  }

  /**
   * Acquires or releases a range. Returns false if a lock is in the way.
   * @param {object} owner @param {number} kind @param {number} start @param {number} end
   */
  set(owner, kind, start, end) {
    if (kind === LOCK_NONE) {
      const place = this.held.findIndex((lock) => lock.owner === owner && lock.start === start && lock.end === end);
      if (place >= 0) this.held.splice(place, 1);
      return true;
    }
    if (this.conflict(kind, start, end) !== LOCK_NONE) return false;
    this.held.push({ owner, kind, start, end });
    return true;
  }

  /** Returns the kind of a lock in the way, which may be one of the same handle. */
  conflict(/** @type {number} */ kind, /** @type {number} */ start, /** @type {number} */ end) {
    const others = this.overlapping(start, end).filter((lock) => kind === LOCK_WRITE || lock.kind === LOCK_WRITE);
    return others[0]?.kind ?? LOCK_NONE;
  }

  /** Releases the locks of a handle that is closed. @param {object} owner */
  drop(owner) {
    this.held = this.held.filter((lock) => lock.owner !== owner);
  }
}

/**
 * Returns the imports of one host that differ on Windows.
 * @param {FaultHost} host
 * @param {Syscalls} posix
 * @returns {Partial<Syscalls>}
 */
function windowsImports({ disk, files, memory, refused, views }, posix) {
  /** @param {number} fd */
  const fileOf = (fd) => /** @type {OpenFile} */ (files.get(fd));

  /** @param {OpenFile} file @returns {WindowsLocks} */
  const locksOf = ({ inode }) => {
    if (!disk.locks.has(inode)) disk.locks.set(inode, /** @type {any} */ (new WindowsLocks()));
    return /** @type {any} */ (disk.locks.get(inode));
  };

  /** @param {string} what @param {number} fd @param {(lock: Lock) => boolean} isInTheWay @param {number[]} range */
  const isRefused = (what, fd, isInTheWay, [start, length]) => {
    const file = fileOf(fd);
    if (!locksOf(file).overlapping(start, start + length).some(isInTheWay)) return false;
    refused.push(`${what} of locked bytes from ${start} on in ${file.path}`);
    return true;
  };

  return {
    system_family: () => SYSTEM_WINDOWS,

    cwd_get(into, capacity) {
      memory.refreshViews();
      return writeText(memory, 'C:\\data', into, capacity);
    },

    fd_lock: (fd, kind, offset, length) => (
      locksOf(fileOf(fd)).set(fileOf(fd), kind, offset, offset + length) ? 0 : -ERRNO.EAGAIN),

    fd_lock_conflict: (fd, kind, offset, length) => locksOf(fileOf(fd)).conflict(kind, offset, offset + length),

    fd_read(fd, into, count, offset) {
      const isInTheWay = (/** @type {Lock} */ lock) => lock.kind === LOCK_WRITE && lock.owner !== fileOf(fd);
      if (isRefused('a read', fd, isInTheWay, [offset, count >>> 0])) return -ERRNO.EBUSY;
      return posix.fd_read(fd, into, count, offset);
    },

    fd_write(fd, from, count, offset) {
      const isInTheWay = (/** @type {Lock} */ lock) => lock.kind === LOCK_READ || lock.owner !== fileOf(fd);
      if (isRefused('a write', fd, isInTheWay, [offset, count >>> 0])) return -ERRNO.EBUSY;
      return posix.fd_write(fd, from, count, offset);
    },

    fd_truncate(fd, size) {
      const { inode, path } = fileOf(fd);
      if (size < disk.image(inode).bytes.length && disk.views.has(inode)) {
        refused.push(`truncation of ${path}, of which there is a view`);
        return -ERRNO.EIO;
      }
      return posix.fd_truncate(fd, size);
    },

    fd_view(fd, part, _writable) {
      const { inode } = fileOf(fd);
      disk.views.set(inode, (disk.views.get(inode) ?? 0) + 1);
      return views.push({ inode, start: part * VIEW_BYTES }) - 1;
    },

    view_read(view, into, count, offset) {
      const { inode, start } = views[view];
      memory.refreshViews();
      const at = start + (offset >>> 0);
      memory.bytes.set(disk.image(inode).bytes.subarray(at, at + (count >>> 0)), into >>> 0);
      return 0;
    },

    view_write(view, from, count, offset) {
      const { inode, start } = views[view];
      memory.refreshViews();
      disk.write(inode, start + (offset >>> 0), memory.bytes.subarray(from >>> 0, (from >>> 0) + (count >>> 0)));
      return 0;
    },

    view_close(view) {
      const { inode } = views[view];
      const left = (disk.views.get(inode) ?? 0) - 1;
      if (left > 0) disk.views.set(inode, left);
      else disk.views.delete(inode);
      return 0;
    },
  };
}

exports.windowsImports = windowsImports;
