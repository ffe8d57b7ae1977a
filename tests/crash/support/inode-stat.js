'use strict';

const { writeStat } = require('../../../npm/lib/host/stat');

/** @import { BigIntStats } from 'node:fs' */
/** @import { Memory } from '../../../npm/lib/host/memory' */
/** @import { Disk } from './disk' */

const DIRECTORY = 0o040_777n;
const REGULAR = 0o100_644n;

/**
 * Writes the `STAT_*` record of a file or directory. Returns 0.
 * @param {Memory} memory
 * @param {number} record
 * @param {Disk} disk
 * @param {number} inode
 */
function writeInodeStat(memory, record, disk, inode) {
  const image = disk.inodes.get(inode);
  writeStat(memory, record, /** @type {BigIntStats} */ ({
    size: BigInt(image?.size ?? 0),
    dev: 1n,
    ino: BigInt(inode),
    mode: image === undefined ? DIRECTORY : REGULAR,
    uid: 0n,
    gid: 0n,
    nlink: 1n,
  }));
  return 0;
}

module.exports = { writeInodeStat };
