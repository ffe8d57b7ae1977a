'use strict';

// Collects from a tree what the doctor has to look at.

const path = require('node:path');
const { walk } = require('./walk');

/** @import { Unreadable } from './walk' */

/**
 * @typedef {object} Collection
 * @property {number} files how many were seen
 * @property {string[]} addons paths of what is called `….node`
 * @property {string[]} packages folders of installed packages
 * @property {string[]} projects folders of manifests that are not in node_modules
 * @property {string[]} lockFiles paths of what is called `….-lock`
 * @property {Unreadable[]} unreadable
 */

/**
 * Collects from a tree.
 * @param {string} root
 * @param {(files: number) => void} progress called with the number of files seen, often
 * @returns {Collection}
 */
function collect(root, progress) {
  /** @type {Collection} */
  const found = { files: 0, addons: [], packages: [], projects: [], lockFiles: [], unreadable: [] };
  found.unreadable = walk(root, (folder, name, isFolder) => {
    found.files += 1;
    progress(found.files);
    if (name.endsWith('.node')) found.addons.push(path.join(folder, name));
    else if (isFolder) return;
    else if (name === 'package.json' && isInstalled(folder)) found.packages.push(folder);
    else if (name === 'package.json' && !folder.split(path.sep).includes('node_modules')) found.projects.push(folder);
    else if (name.endsWith('-lock')) found.lockFiles.push(path.join(folder, name));
  });
  found.addons.sort();
  found.packages.sort();
  found.lockFiles.sort();
  return found;
}

/**
 * Whether a folder is that of an installed package: it is in node_modules, perhaps in a scope.
 * @param {string} folder
 */
function isInstalled(folder) {
  const parent = path.dirname(folder);
  const [name, above] = [parent, path.dirname(parent)].map((place) => path.basename(place));
  return name === 'node_modules' || (name.startsWith('@') && above === 'node_modules');
}

module.exports = { collect };
