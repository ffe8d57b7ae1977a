'use strict';

// The imports that work on paths, over a simulated disk without symbolic links.

const { ERRNO } = require('../../../npm/lib/generated/abi');
const { writeText } = require('../../../npm/lib/host/write-text');
const { writeInodeStat } = require('./inode-stat');

/** @import { Syscalls } from '../../../npm/lib/generated/abi' */
/** @import { FaultHost } from './fault-host' */

/**
 * Returns the imports of one host that take a path, and `cwd_get`.
 * @param {FaultHost} host
 * @returns {Pick<Syscalls, 'path_stat' | 'path_statfs' | 'path_access' | 'path_unlink' | 'path_link' | 'path_readlink'
 *   | 'cwd_get'>}
 */
function pathImports({ disk, memory, readPath }) {
  /** @param {number} path @param {number} length @param {(path: string, inode: number) => number} use */
  const withPath = (path, length, use) => {
    const name = readPath(path, length);
    const inode = disk.inodeOf(name);
    return inode === 0 ? -ERRNO.ENOENT : use(name, inode);
  };

  return {
    path_stat: (path, length, record) => withPath(path, length, (_, inode) => (
      writeInodeStat(memory, record >>> 0, disk, inode)
    )),

    path_statfs: (path, length) => withPath(path, length, () => 0),

    path_access: (path, length, _rights) => withPath(path, length, () => 0),

    path_unlink: (path, length) => withPath(path, length, (name) => {
      if (disk.isDirectory(name)) return -ERRNO.EISDIR;
      disk.unlink(name);
      return 0;
    }),

    path_link: (path, length, name, nameLength) => withPath(path, length, (_, inode) => {
      const other = readPath(name, nameLength);
      if (disk.inodeOf(other) !== 0) return -ERRNO.EEXIST;
      disk.link(other, inode);
      return 0;
    }),

    path_readlink: (path, length, _into, _capacity) => withPath(path, length, () => -ERRNO.EINVAL),

    cwd_get(into, capacity) {
      memory.refreshViews();
      return writeText(memory, '/data', into, capacity);
    },
  };
}

module.exports = { pathImports };
