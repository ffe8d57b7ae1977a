'use strict';

// Native packages that have no addon: their install script was blocked or failed, or nobody copied the addon.

const path = require('node:path');
const { packageOf } = require('./addons');
const { isOptional } = require('./dependents');
const { installScript, NATIVE_NAME } = require('./packages');
const { fails, uncertain } = require('../addon/verdict');
const { exists } = require('../here/exists');

/** @import { Here } from '../here' */
/** @import { Addon } from './addons' */
/** @import { Package } from './packages' */

/** Dependencies by which packages find or fetch their addons. */
const LOADERS = [
  'bindings', 'node-gyp-build', 'node-gyp-build-optional-packages', 'node-pre-gyp', '@mapbox/node-pre-gyp',
  'pkg-prebuilds', 'prebuild-install',
];

/** What to say of a package whose install script makes the addon. */
const NOT_MADE = 'its install script was blocked (--ignore-scripts, npm 12, pnpm 10) or failed; ' +
  'allow the script and install again';

/**
 * Returns an entry for each installed native package without an addon. A package does not count if those that depend
 * on it can do without it, or if an optional dependency has the addon.
 * @param {Package[]} packages
 * @param {string[]} addons paths of all addons of the tree
 * @param {Package[]} projects what is not installed, but depends on packages
 * @param {Here} here
 * @returns {Addon[]}
 */
function absentAddons(packages, addons, projects, here) {
  const owners = new Set(addons.map(packageOf));
  const names = new Set([...owners].map((folder) => installedName(folder)));
  return packages.flatMap((each) => {
    const { folder, manifest } = each;
    const isSqlite = manifest.name === NATIVE_NAME;
    const isServed = isSqlite
      ? addons.some((addon) => packageOf(addon) === folder && isFound(path.relative(folder, addon), manifest, here))
      : !isNative(each) || owners.has(folder) || optional(manifest).some((name) => names.has(name));
    if (isServed || isOptional(installedName(folder), packages, projects)) return [];
    const verdict = isSqlite ? withoutSqlite(each) : withoutAddon(each);
    return [{ path: folder, matters: true, ...verdict }];
  });
}

/**
 * Returns the name by which others depend on a package. Its manifest has another where it was installed by an alias.
 * @param {string} folder
 */
function installedName(folder) {
  const [scope, name] = [path.dirname(folder), folder].map((place) => path.basename(place));
  return scope.startsWith('@') ? `${scope}/${name}` : name;
}

/** @param {Record<string, any>} manifest */
const optional = (manifest) => Object.keys(manifest.optionalDependencies ?? {});

/** Whether a package has an addon of its own, as far as its files say. @param {Package} pack */
const isNative = ({ folder, manifest }) => exists(path.join(folder, 'binding.gyp'))
  || LOADERS.some((name) => Object.hasOwn(manifest.dependencies ?? {}, name));

/**
 * Whether better-sqlite3 looks for its addon in a file.
 * @param {string} file below its folder
 * @param {Record<string, any>} manifest
 * @param {Here} here
 */
function isFound(file, { version }, { platform, arch, libc }) {
  const parts = file.split(path.sep);
  // `bindings`, by which it looks up to version 12, knows a dozen folders.
  if (Number.parseInt(version, 10) < 13) return parts.at(-1) === 'better_sqlite3.node';
  const system = libc?.name === 'musl' ? 'linuxmusl' : platform;
  return ['build/Debug/better_sqlite3.node', 'build/Release/better_sqlite3.node', `prebuilds/${system}-${arch}.node`]
    .includes(parts.join('/'));
}

/** @param {Package} pack */
function withoutSqlite(pack) {
  const cure = installScript(pack) ? NOT_MADE : 'prebuilds/ was not copied or lacks this platform; install again';
  return fails(`is native better-sqlite3 ${pack.manifest.version} without its addon: opening a database throws, ` +
    `unless the option nativeBinding names an addon; ${cure}, or use this package instead, which needs none`);
}

/** @param {Package} pack */
const withoutAddon = (pack) => uncertain('is a native package without an addon, and throws unless it can do without ' +
  `one; ${installScript(pack) ? NOT_MADE : 'install again'}`);

module.exports = { absentAddons };
