'use strict';

// The imports that work on an open file: each is one call of node:fs and never throws.

const fs = require('node:fs');
const { OPEN_CREATE, OPEN_EXCLUSIVE, OPEN_NOFOLLOW, OPEN_READWRITE } = require('../generated/abi');
const { errno } = require('./errno');
const { writeStat } = require('./stat');

/** @import { Imports } from '../generated/abi' */
/** @import { Memory } from './memory' */

const { O_RDONLY, O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_SYNC = 0 } = fs.constants;

/**
 * Node's permission model forbids fsync, whatever the rights are. Under it files are opened so that each write is on the
 * disk when it returns, and there is nothing left to sync.
 */
const WRITE_THROUGH = process.permission === undefined ? 0 : O_SYNC;

/**
 * Gives the flags of node:fs for the `OPEN_*` bits. Node itself sees to it that no child process inherits the file.
 * @param {number} bits
 */
function openFlags(bits) {
  let flags = bits & OPEN_READWRITE ? O_RDWR | WRITE_THROUGH : O_RDONLY;
  if (bits & OPEN_CREATE) flags |= O_CREAT;
  if (bits & OPEN_EXCLUSIVE) flags |= O_EXCL;
  if (bits & OPEN_NOFOLLOW) flags |= O_NOFOLLOW;
  return flags;
}

/**
 * Makes the imports of one instance.
 * @param {Memory} memory
 * @param {Set<number>} files the descriptors that the instance has open
 * @returns {Pick<Imports, 'path_open' | 'fd_close' | 'fd_read' | 'fd_write' | 'fd_truncate' | 'fd_sync' | 'fd_size' | 'fd_stat' | 'fd_chown' | 'fd_chmod'>}
 */
function fileImports(memory, files) {
  return {
    path_open(path, pathLength, flags, mode) {
      try {
        memory.settle();
        const file = fs.openSync(memory.text(path >>> 0, pathLength >>> 0), openFlags(flags), mode);
        files.add(file);
        return file;
      } catch (error) {
        return errno(error);
      }
    },

    fd_close(file) {
      try {
        files.delete(file);
        fs.closeSync(file);
        return 0;
      } catch (error) {
        return errno(error);
      }
    },

    fd_read(file, into, count, offset) {
      try {
        memory.settle();
        return fs.readSync(file, memory.bytes, into >>> 0, count >>> 0, offset);
      } catch (error) {
        return errno(error);
      }
    },

    fd_write(file, from, count, offset) {
      try {
        memory.settle();
        return fs.writeSync(file, memory.bytes, from >>> 0, count >>> 0, offset);
      } catch (error) {
        return errno(error);
      }
    },

    fd_truncate(file, size) {
      try {
        fs.ftruncateSync(file, size);
        return 0;
      } catch (error) {
        return errno(error);
      }
    },

    fd_sync(file, dataOnly) {
      if (WRITE_THROUGH !== 0) return 0;
      try {
        if (dataOnly === 1) fs.fdatasyncSync(file);
        else fs.fsyncSync(file);
        return 0;
      } catch (error) {
        return errno(error);
      }
    },

    fd_size(file) {
      try {
        return fs.fstatSync(file).size;
      } catch (error) {
        return errno(error);
      }
    },

    fd_stat(file, record) {
      try {
        memory.settle();
        writeStat(memory, record >>> 0, fs.fstatSync(file, { bigint: true }));
        return 0;
      } catch (error) {
        return errno(error);
      }
    },

    fd_chown(file, uid, gid) {
      try {
        fs.fchownSync(file, uid >>> 0, gid >>> 0);
        return 0;
      } catch (error) {
        return errno(error);
      }
    },

    fd_chmod(file, mode) {
      try {
        fs.fchmodSync(file, mode);
        return 0;
      } catch (error) {
        return errno(error);
      }
    },
  };
}

module.exports = { fileImports };
