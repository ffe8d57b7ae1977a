'use strict';

const {
  STAT_DEVICE, STAT_GID, STAT_INODE, STAT_LINKS, STAT_MODE, STAT_SIZE, STAT_UID,
} = require('../generated/abi');
const { Number } = require('../intrinsics');

/** @import { BigIntStats } from 'node:fs' */
/** @import { Memory } from './memory' */

/**
 * Writes a `STAT_*` record, which need not be aligned.
 * @param {Memory} memory
 * @param {number} record
 * @param {BigIntStats} stat
 */
function writeStat({ view }, record, stat) {
  view.setFloat64(record + STAT_SIZE, Number(stat.size), true);
  view.setBigUint64(record + STAT_DEVICE, stat.dev, true);
  view.setBigUint64(record + STAT_INODE, stat.ino, true);
  view.setUint32(record + STAT_MODE, Number(stat.mode), true);
  view.setUint32(record + STAT_UID, Number(stat.uid), true);
  view.setUint32(record + STAT_GID, Number(stat.gid), true);
  view.setUint32(record + STAT_LINKS, Number(stat.nlink), true);
}

module.exports = { writeStat };
