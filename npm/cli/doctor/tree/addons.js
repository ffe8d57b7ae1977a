'use strict';

// The addons of a tree, with verdicts, and whether a verdict matters.

const path = require('node:path');
const { judge } = require('../addon/judge');
const { exists } = require('../here/exists');

/** @typedef {{ path: string, loads: boolean | null, reason: string, matters: boolean }} Addon */

/** Words in paths of addons for one platform or release out of several. */
const PLATFORM = new RegExp(
  `(^|[^a-z])(${[
    'darwin', 'macos', 'osx', 'linux', 'linuxmusl', 'musl', 'glibc', 'gnu', 'win32', 'windows', 'freebsd', 'openbsd',
    'android', 'sunos', 'aix', 'electron', 'abi\\d+', 'x64', 'x86_64', 'amd64', 'arm64', 'aarch64', 'armv[678]l?',
    'ia32',
  ].join('|')})(?![a-z])`, 'i');

/** The folder of the package that a path lies in: up to the last name after node_modules. */
const PACKAGE = /^(.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/;

/**
 * Returns the verdict about each addon. A verdict does not matter if the path names a platform, as `linux-arm64`, and
 * another addon of the same package loads here.
 * @param {string[]} paths
 * @param {(done: number) => void} progress
 * @returns {Addon[]}
 */
function judgeAddons(paths, progress) {
  const addons = paths.map((file, index) => {
    progress(index);
    return { path: file, matters: true, ...judge(file) };
  });
  const served = new Set(addons.filter(({ loads }) => loads).map((addon) => packageOf(addon.path)));
  for (const addon of addons) {
    const owner = packageOf(addon.path);
    addon.matters = addon.loads === true || !served.has(owner) || !PLATFORM.test(path.relative(owner, addon.path));
  }
  return addons;
}

/**
 * Returns the folder of the package of an addon: in node_modules, or with the nearest manifest. Without any, it is the
 * addon's own folder.
 * @param {string} file
 */
function packageOf(file) {
  const installed = PACKAGE.exec(file)?.[1];
  if (installed !== undefined) return installed;
  const own = path.dirname(file);
  let folder = own;
  while (!exists(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder) return own;
    folder = parent;
  }
  return folder;
}

module.exports = { judgeAddons, packageOf };
