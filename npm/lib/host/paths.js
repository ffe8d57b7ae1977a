'use strict';

// The imports that work on a name in the file system: each is one call of node:fs and never throws.

const fs = require('node:fs');
const { ACCESS_EXISTS, ERRNO } = require('../generated/abi');
const { errno } = require('./errno');
const { writeStat } = require('./stat');
const { giveText } = require('./write-text');

/** @import { Imports } from '../generated/abi' */
/** @import { Memory } from './memory' */

/**
 * Makes the imports of one instance.
 * @param {Memory} memory
 * @returns {Pick<Imports, 'path_stat' | 'path_access' | 'path_unlink' | 'path_link' | 'path_readlink' | 'cwd_get'>}
 */
function pathImports(memory) {
  /** @param {number} path @param {number} length */
  const read = (path, length) => {
    memory.settle();
    return memory.text(path >>> 0, length >>> 0);
  };

  return {
    path_stat(path, pathLength, record) {
      try {
        const stat = fs.statSync(read(path, pathLength), { bigint: true, throwIfNoEntry: false });
        if (stat === undefined) return -ERRNO.ENOENT;
        writeStat(memory, record >>> 0, stat);
        return 0;
      } catch (error) {
        return errno(error);
      }
    },

    path_access(path, pathLength, rights) {
      try {
        if (rights === ACCESS_EXISTS) return fs.existsSync(read(path, pathLength)) ? 0 : -ERRNO.ENOENT;
        fs.accessSync(read(path, pathLength), rights);
        return 0;
      } catch (error) {
        return errno(error);
      }
    },

    path_unlink(path, pathLength) {
      try {
        fs.unlinkSync(read(path, pathLength));
        return 0;
      } catch (error) {
        return errno(error);
      }
    },

    path_link(path, pathLength, name, nameLength) {
      try {
        fs.linkSync(read(path, pathLength), read(name, nameLength));
        return 0;
      } catch (error) {
        return errno(error);
      }
    },

    path_readlink(path, pathLength, into, capacity) {
      try {
        const name = read(path, pathLength);
        const stat = fs.lstatSync(name, { throwIfNoEntry: false });
        if (stat === undefined) return -ERRNO.ENOENT;
        // Nearly no component of a path is a link, and an exception for each would cost more than the rest of opening.
        if (!stat.isSymbolicLink()) return -ERRNO.EINVAL;
        return giveText(memory, fs.readlinkSync(name), into, capacity);
      } catch (error) {
        return errno(error);
      }
    },

    cwd_get(into, capacity) {
      try {
        return giveText(memory, process.cwd(), into, capacity);
      } catch (error) {
        return errno(error);
      }
    },
  };
}

module.exports = { pathImports };
