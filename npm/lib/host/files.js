'use strict';

// The host calls on descriptors, each of which is one call of node:fs. They may throw: `wrapImports` returns an errno
// then.

const {
  closeSync, constants, fchmodSync, fchownSync, fdatasyncSync, fstatSync, fsyncSync, ftruncateSync, openSync,
  readSync, writeSync,
} = require('node:fs');
const {
  ERRNO, OPEN_CREATE, OPEN_EXCLUSIVE, OPEN_EXLOCK, OPEN_NOFOLLOW, OPEN_NONBLOCK, OPEN_READWRITE,
  OPEN_TEMPORARY,
} = require('../generated/abi');
const { process } = require('../intrinsics');
const { writeStat } = require('./stat');

/** @import { Syscalls } from '../generated/abi' */
/** @import { Memory } from './memory' */

/** @typedef {Extract<keyof Syscalls, `fd_${string}`>} DescriptorCall */
/** @typedef {Exclude<DescriptorCall, `fd_lock${string}` | 'fd_map' | 'fd_view'>} OnDescriptor */
/** @typedef {'path_open' | 'file_steps' | OnDescriptor} FileName */

/** @typedef {{ O_EXLOCK?: number, O_SYNC?: number, O_TEMPORARY?: number }} Flags */

/**
 * Flags that Node passes on without naming them, by `process.platform`: of Apple's `fcntl.h`, and of libuv (its
 * UV_FS_O_EXLOCK lets nobody else open the file).
 * @type {Record<string, Flags>}
 */
const UNNAMED = {
  darwin: { O_EXLOCK: 0x20 },
  win32: { O_EXLOCK: 0x1000_0000, O_SYNC: 0x0800_0000, O_TEMPORARY: 0x40 },
};

const { O_RDONLY, O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
/** @type {Flags} */
const { O_EXLOCK = 0, O_SYNC = 0, O_TEMPORARY = 0 } = { ...constants, ...UNNAMED[process.platform] };

/**
 * Node's permission model forbids fsync, whatever the rights are. Under it files are opened so that each write is
 * durable when it returns, which leaves nothing to sync.
 */
const WRITE_THROUGH = process.permission === undefined ? 0 : O_SYNC;

/**
 * Returns the flags of node:fs for `OPEN_*` bits. Node itself ensures that no child process inherits the descriptor.
 * @param {number} bits
 */
function openFlags(bits) {
  let flags = bits & OPEN_READWRITE ? O_RDWR | WRITE_THROUGH : O_RDONLY;
  if (bits & OPEN_CREATE) flags |= O_CREAT;
  if (bits & OPEN_EXCLUSIVE) flags |= O_EXCL;
  if (bits & OPEN_NOFOLLOW) flags |= O_NOFOLLOW;
  if (bits & OPEN_NONBLOCK) flags |= O_NONBLOCK;
  if (bits & OPEN_EXLOCK) flags |= O_EXLOCK;
  if (bits & OPEN_TEMPORARY) flags |= O_TEMPORARY;
  return flags;
}

/**
 * Makes the host calls of one instance.
 * @param {Memory} memory
 * @param {Set<number>} descriptors that the instance has open
 * @returns {Pick<Syscalls, FileName>}
 */
function fileImports(memory, descriptors) {
  return {
    path_open(path, pathLength, flags, mode) {
      if (flags & OPEN_EXLOCK && O_EXLOCK === 0) return -ERRNO.ENOTSUP;
      const file = openSync(memory.text(path >>> 0, pathLength >>> 0), openFlags(flags), mode);
      descriptors.add(file);
      return file;
    },

    fd_close(file) {
      descriptors.delete(file);
      closeSync(file);
      return 0;
    },

    // A single call costs little here.
    file_steps: (_steps, _count) => -ERRNO.ENOSYS,

    fd_read(file, into, count, offset) {
      return readSync(file, memory.bytes, into >>> 0, count >>> 0, offset);
    },

    fd_write(file, from, count, offset) {
      return writeSync(file, memory.bytes, from >>> 0, count >>> 0, offset);
    },

    fd_truncate(file, size) {
      ftruncateSync(file, size);
      return 0;
    },

    fd_sync(file, dataOnly) {
      if (WRITE_THROUGH !== 0) return 0;
      if (dataOnly === 1) fdatasyncSync(file);
      else fsyncSync(file);
      return 0;
    },

    fd_size(file) {
      return fstatSync(file).size;
    },

    fd_stat(file, record) {
      writeStat(memory, record >>> 0, fstatSync(file, { bigint: true }));
      return 0;
    },

    fd_chown(file, uid, gid) {
      fchownSync(file, uid >>> 0, gid >>> 0);
      return 0;
    },

    fd_chmod(file, mode) {
      fchmodSync(file, mode);
      return 0;
    },
  };
}

module.exports = { fileImports };
