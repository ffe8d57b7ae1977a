'use strict';

const {
  STAT_DEVICE, STAT_GID, STAT_INODE, STAT_LINKS, STAT_MODE, STAT_SIZE, STAT_UID,
} = require('../generated/abi');

/** @import { BigIntStats } from 'node:fs' */
/** @import { Memory } from './memory' */

/**
 * Writes a `STAT_*` record.
 * @param {Memory} memory
 * @param {number} record
 * @param {BigIntStats} stat
 */
function writeStat(memory, record, stat) {
  memory.setFloat64(record + STAT_SIZE, Number(stat.size));
  memory.setInt64(record + STAT_DEVICE, BigInt.asIntN(64, stat.dev));
  memory.setInt64(record + STAT_INODE, BigInt.asIntN(64, stat.ino));
  memory.setInt32(record + STAT_MODE, Number(stat.mode));
  memory.setInt32(record + STAT_UID, Number(stat.uid));
  memory.setInt32(record + STAT_GID, Number(stat.gid));
  memory.setInt32(record + STAT_LINKS, Number(stat.nlink));
}

module.exports = { writeStat };
