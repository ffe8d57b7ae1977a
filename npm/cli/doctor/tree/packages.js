'use strict';

// What the manifests of installed packages say: copies of better-sqlite3, and scripts that compile.

const fs = require('node:fs');
const path = require('node:path');
const { name: OWN_NAME } = require('../../../package.json');
const { exists } = require('../here/exists');

const NATIVE_NAME = 'better-sqlite3';

/** Scripts that package managers run when they install. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'];

/** Manifests are smaller. */
const MAX_BYTES = 1_000_000;

/** @typedef {{ folder: string, manifest: Record<string, any> }} Package */
/** @typedef {{ path: string, name: string, version: string, native: boolean }} Copy */
/** @typedef {{ path: string, name: string, script: string, compiles: boolean }} InstallScript */

/**
 * Returns the packages in these folders, without those that have no readable manifest.
 * @param {string[]} folders
 * @returns {Package[]}
 */
const readPackages = (folders) => folders.flatMap((folder) => {
  const manifest = readManifest(path.join(folder, 'package.json'));
  return manifest === undefined ? [] : [{ folder, manifest }];
});

/**
 * Returns the copies of better-sqlite3, native and this package, and the install scripts.
 * @param {Package[]} packages
 * @returns {{ copies: Copy[], scripts: InstallScript[] }}
 */
function examinePackages(packages) {
  /** @type {Copy[]} */
  const copies = [];
  /** @type {InstallScript[]} */
  const scripts = [];
  for (const each of packages) {
    const { folder, manifest: { name, version } } = each;
    if (name === OWN_NAME || name === NATIVE_NAME) {
      copies.push({ path: folder, name, version: String(version), native: name === NATIVE_NAME });
    }
    const script = installScript(each);
    if (script !== undefined) scripts.push({ path: folder, name: String(name), ...script });
  }
  return { copies, scripts };
}

/**
 * Returns a manifest, or undefined if the file is none.
 * @param {string} file
 * @returns {Record<string, any> | undefined}
 */
function readManifest(file) {
  try {
    if (fs.statSync(file).size > MAX_BYTES) return undefined;
    const manifest = JSON.parse(fs.readFileSync(file, 'utf8'));
    return typeof manifest === 'object' && manifest !== null ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Returns what package managers run when they install a package, if anything.
 * @param {Package} pack
 */
function installScript({ folder, manifest: { scripts = {}, gypfile } }) {
  const hasGyp = gypfile !== false && exists(path.join(folder, 'binding.gyp'));
  const declared = INSTALL_SCRIPTS.filter((name) => typeof scripts?.[name] === 'string');
  const script = declared.map((name) => scripts[name]).join(' && ');
  // npm and pnpm do so for packages with a binding.gyp that say nothing else.
  if (hasGyp && !declared.includes('install') && !declared.includes('preinstall')) {
    return { script: 'node-gyp rebuild', compiles: true };
  }
  if (script === '') return undefined;
  return { script, compiles: hasGyp || /node-gyp|node-pre-gyp|prebuild|cmake-js/.test(script) };
}

module.exports = { examinePackages, installScript, NATIVE_NAME, readPackages };
