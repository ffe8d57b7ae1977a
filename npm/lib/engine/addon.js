'use strict';

// The addon that contains wasmtime: an optional package of its own for each platform.

const { existsSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { name: NAME, version: VERSION } = require('../../package.json');
const { EXPORTS } = require('../generated/abi');
const { Object, process, Reflect, String } = require('../intrinsics');
const { builtAddonFolder } = require('../packaged/files');
const { adviceFor } = require('../scarcity');
const { requireWhole } = require('./addon-seal');

/** @import { Addon, AddonInstance } from './addon-contract' */

/**
 * Returns Node's report about this process, without the names of connected hosts, whose look-up can take long.
 * @returns {{ header?: { glibcVersionRuntime?: string } } | undefined}
 */
function processReport() {
  const report = /** @type {{ excludeNetwork?: boolean, getReport(): object } | undefined} */ (process.report);
  if (report === undefined) return undefined;
  const { excludeNetwork } = report;
  report.excludeNetwork = true;
  try {
    return report.getReport();
  } finally {
    // Older versions of Node lack the property.
    if (excludeNetwork === undefined) delete report.excludeNetwork;
    else report.excludeNetwork = excludeNetwork;
  }
}

/** Returns whether the C library of this Linux is musl. */
function hasMusl() {
  const report = processReport();
  return report?.header !== undefined && report.header.glibcVersionRuntime === undefined;
}

/** Returns the last part of the platform's name. */
function suffix() {
  switch (process.platform) {
    case 'linux':
      return hasMusl() ? '-musl' : '-gnu';
    case 'win32':
      return '-msvc';
    default:
      return '';
  }
}

/** Returns the name of this platform in napi-rs's form. */
function platform() {
  return `${process.platform}-${process.arch}${suffix()}`;
}

/** Returns the name of the package that contains the addon for this platform, in the scope of this package. */
function addonPackage() {
  const [scope] = NAME.split('/');
  return `${scope}/wasmtime-${platform()}`;
}

/** Returns the path of the addon that a build of this repository made, undefined if there is none. */
function builtHere() {
  const folder = builtAddonFolder();
  if (folder === undefined) return undefined;
  const built = join(folder, `anysqlite-wasmtime.${platform()}.node`);
  return existsSync(built) ? built : undefined;
}

/** @returns {Addon} */
function load() {
  // Not by the global `require`: bundlers warn about a name that they cannot know.
  const file = builtHere() ?? createRequire(join(__dirname, 'addon.js')).resolve(addonPackage());
  requireWhole(file);
  const addon = { exports: {} };
  process.dlopen(addon, file);
  return /** @type {Addon} */ (addon.exports);
}

/**
 * Loads the addon. Throws if it is missing or of another version.
 * @returns {Addon}
 */
function loadAddon() {
  const addon = loadAny();
  if (addon.version !== VERSION) {
    throw new Error(
      `The addon for the engine "wasmtime" is of version ${addon.version}, but anysqlite of ${VERSION}. ` +
      `Install ${addonPackage()}@${VERSION}.`,
    );
  }
  return addon;
}

/** @returns {Addon} */
function loadAny() {
  try {
    return load();
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new Error(
      `The engine "wasmtime" cannot be used here (${reason}). ` + (adviceFor(error) ??
      `Install ${addonPackage()}, of the version of anysqlite, or do without that engine.`),
      { cause: error },
    );
  }
}

/**
 * Throws unless the addon has the functions that this code calls.
 * @param {AddonInstance} instance
 * @param {string} version of the addon
 */
function checkExports({ exports }, version) {
  for (const name of Object.keys(EXPORTS)) {
    if (typeof Reflect.get(exports, name) === 'function') continue;
    throw new Error(
      `The addon for the engine "wasmtime" is of another version (${version}): it lacks "${name}". Install both anew.`,
    );
  }
}

module.exports = { addonPackage, checkExports, loadAddon };
