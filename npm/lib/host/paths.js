'use strict';

// The host calls on paths, each of which is one call of node:fs. They may throw: `wrapImports` returns an errno then.

const {
  accessSync, existsSync, linkSync, lstatSync, readlinkSync, statSync, statfsSync, unlinkSync,
} = require('node:fs');
const { ACCESS_EXISTS, ERRNO } = require('../generated/abi');
const { process } = require('../intrinsics');
const { writeStat } = require('./stat');
const { writeText } = require('./write-text');

/** @import { Imports } from '../generated/abi' */
/** @import { Memory } from './memory' */

/**
 * Makes the host calls of one instance.
 * @param {Memory} memory
 * @returns {Pick<Imports, 'path_stat' | 'path_statfs' | 'path_access' | 'path_unlink' | 'path_link' | 'path_readlink'
 *   | 'cwd_get'>}
 */
function pathImports(memory) {
  /** @param {number} path @param {number} length */
  const read = (path, length) => memory.text(path >>> 0, length >>> 0);

  return {
    path_stat(path, pathLength, record) {
      const stat = statSync(read(path, pathLength), { bigint: true, throwIfNoEntry: false });
      if (stat === undefined) return -ERRNO.ENOENT;
      writeStat(memory, record >>> 0, stat);
      return 0;
    },

    path_statfs(path, pathLength) {
      // Node 18 before 18.15 lacks the function.
      if (statfsSync === undefined) return -ERRNO.ENOSYS;
      return statfsSync(read(path, pathLength)).type >>> 0;
    },

    path_access(path, pathLength, rights) {
      if (rights === ACCESS_EXISTS) return existsSync(read(path, pathLength)) ? 0 : -ERRNO.ENOENT;
      accessSync(read(path, pathLength), rights);
      return 0;
    },

    path_unlink(path, pathLength) {
      unlinkSync(read(path, pathLength));
      return 0;
    },

    path_link(path, pathLength, name, nameLength) {
      linkSync(read(path, pathLength), read(name, nameLength));
      return 0;
    },

    path_readlink(path, pathLength, into, capacity) {
      const name = read(path, pathLength);
      const stat = lstatSync(name, { throwIfNoEntry: false });
      if (stat === undefined) return -ERRNO.ENOENT;
      // Few components of a path are links, and an exception for each would cost more than the rest of opening.
      if (!stat.isSymbolicLink()) return -ERRNO.EINVAL;
      return writeText(memory, readlinkSync(name), into, capacity);
    },

    cwd_get(into, capacity) {
      return writeText(memory, process.cwd(), into, capacity);
    },
  };
}

module.exports = { pathImports };
