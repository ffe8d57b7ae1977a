'use strict';

// The file system that a file lies on (Linux).

const fs = require('node:fs');

/** @typedef {{ name: string, shared: boolean }} FileSystem `shared`: other machines may reach the same files */

/**
 * Names by the numbers of statfs, and whether other machines may reach the files.
 * @type {[number, string, boolean][]}
 */
const FILE_SYSTEMS = [
  [0xef53, 'ext4', false],
  [0x58465342, 'XFS', false],
  [0x9123683e, 'Btrfs', false],
  [0xf2f52010, 'F2FS', false],
  [0x2fc12fc1, 'ZFS', false],
  [0xca451a4e, 'bcachefs', false],
  [0x794c7630, 'overlayfs, as in a container', false],
  [0x01021994, 'tmpfs, in memory', false],
  [0x858458f6, 'ramfs, in memory', false],
  [0x4d44, 'FAT', false],
  [0x2011bab0, 'exFAT', false],
  [0x7366746e, 'NTFS', false],
  [0x73717368, 'SquashFS, read-only', false],
  [0x6969, 'NFS', true],
  [0xff534d42, 'CIFS', true],
  [0xfe534d42, 'SMB', true],
  [0x00c36400, 'Ceph', true],
  [0x01021997, '9p, as shared with a virtual machine', true],
  [0x65735546, 'FUSE', true],
  [0x7461636f, 'OCFS2', true],
  [0x01161970, 'GFS2', true],
  [0x5346414f, 'AFS', true],
  [0x0bd00bd0, 'Lustre', true],
];

/**
 * Returns the file system of a file, or null if nobody says.
 * @param {string} file
 * @returns {FileSystem | null}
 */
function fileSystemOf(file) {
  if (process.platform !== 'linux' || typeof fs.statfsSync !== 'function') return null;
  let type;
  try {
    ({ type } = fs.statfsSync(file));
  } catch {
    return null;
  }
  // On CPUs with 32 bits, large numbers are negative.
  const known = FILE_SYSTEMS.find(([number]) => number === (Number(type) >>> 0));
  if (known === undefined) return { name: `type 0x${(Number(type) >>> 0).toString(16)}`, shared: true };
  return { name: known[1], shared: known[2] };
}

module.exports = { fileSystemOf };
