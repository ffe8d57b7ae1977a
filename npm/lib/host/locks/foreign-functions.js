'use strict';

// Byte-range locks by the C library's fcntl, called through node:ffi, bun:ffi or Deno.

const { LOCK_NONE, LOCK_READ, LOCK_WRITE } = require('../../generated/abi');
const { BigInt, DataView, process, Set, Uint8Array } = require('../../intrinsics');
const { bunFcntl } = require('./bun-ffi');
const { denoFcntl } = require('./deno-ffi');
const { nodeFcntl } = require('./node-ffi');

/** @import { ByteRangeLocks } from './contract' */

/**
 * Calls fcntl with a structure. Returns 0 or the errno.
 * @typedef {(file: number, command: number, structure: Uint8Array) => number} Fcntl
 */

const F_OFD_GETLK = 36;
const F_OFD_SETLK = 37;

const F_RDLCK = 0;
const F_WRLCK = 1;
const F_UNLCK = 2;

/** The kernel's kinds of locks, by `LOCK_*`. @type {number[]} */
const KINDS = [];
KINDS[LOCK_NONE] = F_UNLCK;
KINDS[LOCK_READ] = F_RDLCK;
KINDS[LOCK_WRITE] = F_WRLCK;

/** CPUs whose C library has a single struct flock, with 64-bit offsets: node:ffi could not choose between two. */
const SUPPORTED = new Set(['x64', 'arm64', 'riscv64', 'ppc64', 'loong64']);

// struct flock: short l_type, short l_whence, 4 bytes of padding, off_t l_start, off_t l_len, pid_t l_pid.
const STRUCTURE_BYTES = 32;
const START = 8;
const LENGTH = 16;

/**
 * @param {Fcntl} fcntl
 * @returns {ByteRangeLocks}
 */
function locksBy(fcntl) {
  const structure = new Uint8Array(STRUCTURE_BYTES);
  const fields = new DataView(structure.buffer);
  /** @param {number} kind @param {number} offset @param {number} length */
  const fill = (kind, offset, length) => {
    structure.fill(0);
    fields.setInt16(0, KINDS[kind], true);
    fields.setBigInt64(START, BigInt(offset), true);
    fields.setBigInt64(LENGTH, BigInt(length), true);
  };
  return {
    lock(file, kind, offset, length) {
      fill(kind, offset, length);
      return fcntl(file, F_OFD_SETLK, structure);
    },
    holder(file, kind, offset, length) {
      fill(kind, offset, length);
      const errno = fcntl(file, F_OFD_GETLK, structure);
      return errno === 0 ? KINDS.indexOf(fields.getInt16(0, true)) : -errno;
    },
  };
}

/** @returns {ByteRangeLocks} */
function loadForeignFunctions() {
  if (process.platform !== 'linux' || !SUPPORTED.has(process.arch)) {
    throw new Error(`fcntl's structures are not known for ${process.platform} on ${process.arch}`);
  }
  if ('Deno' in globalThis) return locksBy(denoFcntl());
  return locksBy(process.versions.bun === undefined ? nodeFcntl() : bunFcntl());
}

module.exports = { loadForeignFunctions };
