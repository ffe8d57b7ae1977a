'use strict';

// A disk in memory. Programs see its latest state. What a power cut leaves follows from the log of all operations (see
// power-cut.js).

const { Image } = require('./image');

/**
 * @typedef {{ kind: 'write', inode: number, offset: number, bytes: Uint8Array }} WriteOperation
 * @typedef {{ kind: 'truncate', inode: number, size: number }} TruncateOperation
 * @typedef {{ kind: 'link', path: string, inode: number }} LinkOperation
 * @typedef {{ kind: 'unlink', path: string }} UnlinkOperation
 * @typedef {{ kind: 'sync', inode: number }} SyncOperation
 * @typedef {{ kind: 'sync-directory', path: string }} SyncDirectoryOperation
 * @typedef {WriteOperation | TruncateOperation | LinkOperation | UnlinkOperation | SyncOperation
 *   | SyncDirectoryOperation} Operation
 */

/** The directories of every disk. They exist from the start and are never removed. */
const DIRECTORIES = ['/', '/data', '/data/other', '/tmp'];

/** @param {string} path */
function parent(path) {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

class Disk {
  /** @param {Iterable<[path: string, content: Uint8Array]>} [files] the durable content */
  constructor(files = []) {
    /** @type {Map<number, Image>} */
    this.inodes = new Map();
    /** @type {Map<string, number>} */
    this.names = new Map();
    /** @type {Operation[]} */
    this.log = [];
    /** The highest inode number in use. @type {number} */
    this.lastInode = DIRECTORIES.length;
    for (const [path, content] of files) this.#add(path, new Image(content));
    /** The content before the first operation of the log. */
    this.initial = [...files].map(([path, content]) => ({ path, inode: this.inodeOf(path), content }));
    /** Byte-range locks by inode, see locks.js. @type {Map<number, import('./locks').Locks>} */
    this.locks = new Map();
    /** How many views there are of a file, by inode; see windows-imports.js. @type {Map<number, number>} */
    this.views = new Map();
  }

  /**
   * @param {string} path
   * @param {Image} image
   */
  #add(path, image) {
    this.lastInode += 1;
    this.inodes.set(this.lastInode, image);
    this.names.set(path, this.lastInode);
    return this.lastInode;
  }

  /** @param {string} path */
  isDirectory(path) {
    return DIRECTORIES.includes(path);
  }

  /**
   * Returns the inode number of a file or directory, 0 if there is none.
   * @param {string} path
   */
  inodeOf(path) {
    return this.names.get(path) ?? DIRECTORIES.indexOf(path) + 1;
  }

  /** @param {number} inode */
  image(inode) {
    return /** @type {Image} */ (this.inodes.get(inode));
  }

  /**
   * Returns the content of a file, undefined if there is none.
   * @param {string} path
   */
  content(path) {
    return this.inodes.get(this.inodeOf(path))?.bytes;
  }

  /** Returns all files with copies of their present content. @returns {[path: string, content: Uint8Array][]} */
  files() {
    return [...this.names].map(([path, inode]) => [path, Uint8Array.from(this.image(inode).bytes)]);
  }

  /** @param {string} path */
  create(path) {
    const inode = this.#add(path, new Image());
    this.log.push({ kind: 'link', path, inode });
    return inode;
  }

  /**
   * Adds a name to a file.
   * @param {string} path
   * @param {number} inode
   */
  link(path, inode) {
    this.names.set(path, inode);
    this.log.push({ kind: 'link', path, inode });
  }

  /** @param {string} path */
  unlink(path) {
    this.names.delete(path);
    this.log.push({ kind: 'unlink', path });
  }

  /**
   * @param {number} inode
   * @param {number} offset
   * @param {Uint8Array} bytes
   */
  write(inode, offset, bytes) {
    this.image(inode).write(bytes, offset);
    this.log.push({ kind: 'write', inode, offset, bytes: Uint8Array.from(bytes) });
  }

  /**
   * @param {number} inode
   * @param {number} size
   */
  truncate(inode, size) {
    this.image(inode).resize(size);
    this.log.push({ kind: 'truncate', inode, size });
  }

  /** @param {number} inode */
  sync(inode) {
    if (inode <= DIRECTORIES.length) this.log.push({ kind: 'sync-directory', path: DIRECTORIES[inode - 1] });
    else this.log.push({ kind: 'sync', inode });
  }
}

exports.Disk = Disk;
exports.parent = parent;
