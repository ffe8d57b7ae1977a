'use strict';

// The addon that brings wasmtime: a package of its own for each platform, which need not be installed.

const fs = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const { version: VERSION } = require('../../package.json');
const { EXPORTS } = require('../generated/abi');

/** @import { Addon, Instance } from './addon-contract' */

/**
 * What Node reports about this process, without looking up the names of those it is connected with, which can take long.
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
    // Older versions of Node do not know it.
    if (excludeNetwork === undefined) delete report.excludeNetwork;
    else report.excludeNetwork = excludeNetwork;
  }
}

/** Whether this Linux has musl for its C library. */
function hasMusl() {
  const report = processReport();
  return report?.header !== undefined && report.header.glibcVersionRuntime === undefined;
}

/** Gives the name of this platform, as napi-rs has it. */
function platform() {
  const suffix = { linux: () => (hasMusl() ? '-musl' : '-gnu'), win32: () => '-msvc' }[/** @type {string} */ (process.platform)];
  return `${process.platform}-${process.arch}${suffix?.() ?? ''}`;
}

/** Gives the name of the package that has the addon for this platform. */
function addonPackage() {
  return `anysqlite-wasmtime-${platform()}`;
}

/** Gives the path where a build of this repository puts it; that is not part of the package. */
function builtHere() {
  return path.join(__dirname, '..', '..', 'wasmtime', `anysqlite-wasmtime.${platform()}.node`);
}

/** @returns {Addon} */
function load() {
  const built = builtHere();
  // Bundlers warn about a `require` of a name that they cannot know.
  if (!fs.existsSync(built)) return createRequire(path.join(__dirname, 'addon.js'))(addonPackage());
  const addon = { exports: {} };
  process.dlopen(addon, built);
  return /** @type {Addon} */ (addon.exports);
}

/** @returns {Addon} */
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
      `The engine "wasmtime" cannot be used here (${reason}). Install ${addonPackage()}, of the version of anysqlite, ` +
      'or do without that engine.',
      { cause: error },
    );
  }
}

/**
 * Makes sure that the addon has the functions which this code calls.
 * @param {Instance} instance
 * @param {string} version of the addon
 */
function checkExports({ exports }, version) {
  for (const name of Object.keys(EXPORTS)) {
    if (typeof Reflect.get(exports, name) === 'function') continue;
    throw new Error(`The addon for the engine "wasmtime" is of another version (${version}): it lacks "${name}". Install both anew.`);
  }
}

module.exports = { addonPackage, checkExports, loadAddon };
