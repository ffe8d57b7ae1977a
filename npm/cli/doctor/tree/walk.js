'use strict';

// Visits the files below a folder, however many there are.

const fs = require('node:fs');
const path = require('node:path');

/** How many names of a folder are read at once. */
const NAMES_AT_ONCE = 512;

/** Folders of the kernel, which are no part of any tree of files. */
const OF_KERNEL = new Set(['/proc', '/sys', '/dev']);

/** @typedef {{ path: string, reason: string }} Unreadable */

/**
 * Calls `visit` with each entry below a folder that is no folder, and with empty folders. Links are not followed,
 * except from node_modules: package managers link packages there. No folder is visited twice.
 * @param {string} root
 * @param {(folder: string, name: string, isFolder: boolean) => void} visit
 * @returns {Unreadable[]} what could not be read
 */
function walk(root, visit) {
  /** @type {Unreadable[]} */
  const unreadable = [];
  const visited = new Set();
  const queue = [root];
  for (let folder = queue.pop(); folder !== undefined; folder = queue.pop()) {
    try {
      readFolder(folder, visited, queue, visit);
    } catch (error) {
      unreadable.push({ path: folder, reason: reasonOf(/** @type {NodeJS.ErrnoException} */ (error)) });
    }
  }
  return unreadable;
}

/**
 * @param {string} folder
 * @param {Set<string>} visited
 * @param {string[]} queue
 * @param {(folder: string, name: string, isFolder: boolean) => void} visit
 */
function readFolder(folder, visited, queue, visit) {
  const { dev, ino } = fs.statSync(folder, { bigint: true });
  const identity = `${dev} ${ino}`;
  if (visited.has(identity) || OF_KERNEL.has(folder)) return;
  visited.add(identity);
  const isOfPackages = /^(node_modules|@.*)$/.test(path.basename(folder));
  const entries = fs.opendirSync(folder, { bufferSize: NAMES_AT_ONCE });
  let isEmpty = true;
  try {
    for (let entry = entries.readSync(); entry !== null; entry = entries.readSync()) {
      isEmpty = false;
      const place = path.join(folder, entry.name);
      if (entry.isDirectory() || (isOfPackages && entry.isSymbolicLink() && isFolder(place))) queue.push(place);
      else visit(folder, entry.name, false);
    }
  } finally {
    entries.closeSync();
  }
  if (isEmpty) visit(path.dirname(folder), path.basename(folder), true);
}

/** Whether a link leads to a folder, or to what may not be looked at. @param {string} place */
function isFolder(place) {
  try {
    return fs.statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return true;
  }
}

/** @param {NodeJS.ErrnoException} error */
function reasonOf(error) {
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
      return 'this user may not read it';
    case 'ERR_ACCESS_DENIED':
      return "Node's permission model forbids reading it";
    case 'ENOENT':
      return 'it has disappeared meanwhile, or its name is no UTF-8';
    default:
      return error.message;
  }
}

module.exports = { walk };
