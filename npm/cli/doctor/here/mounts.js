'use strict';

const fs = require('node:fs');
const { textOf } = require('./text-of');

/** Returns the name of a folder from its bytes. Blanks and backslashes are written in octal. @param {string} text */
const folderName = (text) => Buffer.from(
  text.replace(/\\(\d{3})/g, (_, code) => String.fromCharCode(parseInt(code, 8))), 'latin1').toString();

/** @typedef {{ folder: string, options: string[] }} Mount */

/** Returns the mounted file systems, the last mounted first. @returns {Mount[]} */
function mounts() {
  const lines = textOf('/proc/self/mountinfo').split('\n').filter((line) => line !== '').map((line) => line.split(' '));
  return lines.map((fields) => ({ folder: folderName(fields[4]), options: fields[5].split(',') })).reverse();
}

/**
 * Returns a function that says whether the file system of a file forbids execution (Linux).
 * @returns {(path: string) => boolean}
 */
function findMounts() {
  /** @type {Mount[] | undefined} */
  let all;
  return (path) => {
    all ??= mounts();
    const file = fs.realpathSync(path);
    /** @type {Mount | undefined} */
    let nearest;
    for (const mount of all) {
      const prefix = mount.folder === '/' ? '/' : `${mount.folder}/`;
      if (file.startsWith(prefix) && mount.folder.length > (nearest?.folder.length ?? -1)) nearest = mount;
    }
    return nearest?.options.includes('noexec') ?? false;
  };
}

module.exports = { findMounts };
