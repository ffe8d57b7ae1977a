'use strict';

// The imports that work on file descriptors, over a simulated disk.

const {
  ERRNO, LOCK_NONE, OPEN_CREATE, OPEN_EXCLUSIVE, OPEN_EXLOCK, OPEN_READWRITE,
} = require('../../../npm/lib/generated/abi');
const { parent } = require('./disk');
const { Locks } = require('./locks');
const { writeInodeStat } = require('./inode-stat');

/** @import { Syscalls } from '../../../npm/lib/generated/abi' */
/** @import { FaultHost } from './fault-host' */
/** @import { Disk } from './disk' */

/** The disk is small: a file larger than this does not fit. */
const MAX_FILE_BYTES = 48 << 20;

/** @typedef {{ path: string, inode: number, writable: boolean }} OpenFile */

/**
 * Finds the file to open, or creates it.
 * @param {Disk} disk
 * @param {string} path
 * @param {number} flags
 * @returns {number} its inode number, or a negated errno
 */
function resolve(disk, path, flags) {
  const inode = disk.inodeOf(path);
  if (inode === 0) {
    if (!(flags & OPEN_CREATE)) return -ERRNO.ENOENT;
    return disk.isDirectory(parent(path)) ? disk.create(path) : -ERRNO.ENOENT;
  }
  if (flags & OPEN_EXCLUSIVE) return -ERRNO.EEXIST;
  return disk.isDirectory(path) && flags & OPEN_READWRITE ? -ERRNO.EISDIR : inode;
}

/**
 * Returns the imports of one host that take a file descriptor, and `path_open`.
 * @param {FaultHost} host
 * @returns {Pick<Syscalls, 'path_open' | 'fd_close' | 'fd_read' | 'fd_write' | 'fd_truncate' | 'fd_sync' | 'fd_size'
 *   | 'fd_stat' | 'fd_chown' | 'fd_chmod' | 'fd_lock' | 'fd_lock_conflict'
 *   | 'fd_view' | 'view_read' | 'view_write' | 'view_close'
 *   | 'fd_map' | 'memory_unmap' | 'memory_grown' | 'memory_fence'>}
 */
function fileImports({ disk, files, memory, readPath }) {
  let lastFd = 2;

  /** @param {number} fd @param {(file: OpenFile) => number} use */
  const withFile = (fd, use) => {
    const file = files.get(fd);
    return file === undefined ? -ERRNO.EBADF : use(file);
  };

  /** @param {number} fd @param {(file: OpenFile) => void} use */
  const withWritableFile = (fd, use) => withFile(fd, (file) => {
    if (!file.writable) return -ERRNO.EBADF;
    use(file);
    return 0;
  });

  /** @param {OpenFile} file */
  const locksOf = ({ inode }) => {
    if (!disk.locks.has(inode)) disk.locks.set(inode, new Locks());
    return /** @type {Locks} */ (disk.locks.get(inode));
  };

  return {
    path_open(path, length, flags, _mode) {
      if (flags & OPEN_EXLOCK) return -ERRNO.ENOTSUP;
      const name = readPath(path, length);
      const inode = resolve(disk, name, flags);
      if (inode < 0) return inode;
      lastFd += 1;
      files.set(lastFd, { path: name, inode, writable: (flags & OPEN_READWRITE) !== 0 });
      return lastFd;
    },

    fd_close: (fd) => withFile(fd, (file) => {
      disk.locks.get(file.inode)?.drop(file);
      files.delete(fd);
      return 0;
    }),

    fd_read: (fd, into, count, offset) => withFile(fd, ({ inode }) => {
      if (!disk.inodes.has(inode)) return -ERRNO.EISDIR;
      const part = disk.image(inode).bytes.subarray(offset, offset + (count >>> 0));
      memory.refreshViews();
      memory.bytes.set(part, into >>> 0);
      return part.length;
    }),

    fd_write(fd, from, count, offset) {
      if (offset + (count >>> 0) > MAX_FILE_BYTES) return -ERRNO.ENOSPC;
      memory.refreshViews();
      const bytes = memory.bytes.subarray(from >>> 0, (from >>> 0) + (count >>> 0));
      const code = withWritableFile(fd, ({ inode }) => disk.write(inode, offset, bytes));
      return code < 0 ? code : bytes.length;
    },

    fd_truncate: (fd, size) => (
      size > MAX_FILE_BYTES ? -ERRNO.EFBIG : withWritableFile(fd, ({ inode }) => disk.truncate(inode, size))
    ),

    fd_sync: (fd, _dataOnly) => withFile(fd, ({ inode }) => {
      disk.sync(inode);
      return 0;
    }),

    fd_size: (fd) => withFile(fd, ({ inode }) => disk.inodes.get(inode)?.size ?? 0),

    fd_stat: (fd, record) => withFile(fd, ({ inode }) => {
      memory.refreshViews();
      return writeInodeStat(memory, record >>> 0, disk, inode);
    }),

    fd_chown: (fd, _uid, _gid) => withFile(fd, () => 0),
    fd_chmod: (fd, _mode) => withFile(fd, () => 0),

    fd_lock: (fd, kind, offset, length) => withFile(fd, (file) => {
      if (kind !== LOCK_NONE && kind > (file.writable ? 2 : 1)) return -ERRNO.EBADF;
      return locksOf(file).set(file, kind, offset, offset + length) ? 0 : -ERRNO.EAGAIN;
    }),

    fd_lock_conflict: (fd, kind, offset, length) => withFile(fd, (file) => (
      locksOf(file).conflict(file, kind, offset, offset + length)
    )),

    // The processes have no memory in common.
    fd_view: (_fd, _part, _writable) => -ERRNO.ENOSYS,
    view_read: (_view, _into, _count, _offset) => -ERRNO.ENOSYS,
    view_write: (_view, _from, _count, _offset) => -ERRNO.ENOSYS,
    view_close: (_view) => -ERRNO.ENOSYS,
    fd_map: (_fd, _part, _at) => -ERRNO.ENOSYS,
    memory_unmap: (_at) => -ERRNO.ENOSYS,
    memory_grown: () => 0,
    memory_fence: () => 0,
  };
}

module.exports = { fileImports };
