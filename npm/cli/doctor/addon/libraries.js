'use strict';

// Are the libraries of an image here, in the versions and with the symbols that it needs? (Linux)

const path = require('node:path');
const { plural } = require('./names');
const { fails } = require('./verdict');
const { findLibrary } = require('../here/find-library');
const { loadedLibraries } = require('../here/loaded');

/** @import { Image } from '../../generated/exe_inspect' */
/** @import { Here } from '../here' */
/** @import { Library } from '../here/loaded' */
/** @import { Verdict } from './verdict' */

/**
 * Looks for the libraries of an image. Returns the verdict about an image whose libraries fail it, or what is to be
 * added to the verdict about one that loads.
 * @param {Image} image
 * @param {string} file path of the image
 * @param {Here} here
 * @returns {{ failure?: Verdict, warning?: string }}
 */
function tryLibraries(image, file, here) {
  // Under the permission model the libraries of the system cannot be seen.
  if (here.platform !== 'linux' || here.libc === null || here.permissions) return {};
  const { missing, found } = neededLibraries(image, file, here);
  if (missing !== undefined) return { failure: missing };
  const tooOld = here.libc.name === 'glibc' ? missingVersion(image, found, here) : undefined;
  if (tooOld !== undefined) return { failure: tooOld };
  const lacking = missingSymbols(image, [...found.values()]);
  // Node has functions bound when they are called first.
  const atLoad = lacking.filter((name) => image.imports.some((entry) => entry.name === name && entry.atLoad));
  if (atLoad.length > 0) {
    return { failure: fails(`needs ${some(atLoad)}, which neither ${here.name} nor a library here has`) };
  }
  if (lacking.length > 0) return { warning: `, but it lacks ${some(lacking)}, and a call of that ends the process` };
  return {};
}

/**
 * Finds the libraries of an image, and theirs.
 * @param {Image} image
 * @param {string} file
 * @param {Here} here
 * @returns {{ missing?: Verdict, found: Map<string, Library> }} `found` by the names by which they are needed
 */
function neededLibraries(image, file, here) {
  /** @type {Map<string, Library>} */
  const found = new Map();
  const queue = [{ image, file }];
  for (const user of queue) {
    for (const name of user.image.needed) {
      if (found.has(name)) continue;
      const library = findLibrary(name, user, here);
      if (library === undefined) {
        return { missing: notInstalled(name, user.file === file ? '' : user.file, here), found };
      }
      if (library === null) continue;
      found.set(name, library);
      if (library.image) queue.push({ image: library.image, file: library.path });
    }
  }
  return { found };
}

/** @param {string} name @param {string} user @param {Here} here */
function notInstalled(name, user, here) {
  const whose = user === '' ? 'needs the library' : `needs ${path.basename(user)}, which needs the library`;
  const glibc = here.libc?.name === 'musl' && /^(ld-linux|libc\.so\.6)/.test(name);
  return fails(glibc
    ? `is for Linux with glibc (it needs ${name}); this process runs on musl (Alpine)`
    : `${whose} ${name}, which is not installed`);
}

/** @param {Image} image @param {Map<string, Library>} found @param {Here} here */
function missingVersion(image, found, here) {
  for (const { library: name, version } of image.versions) {
    const defined = found.get(name)?.image?.definedVersions;
    // A library without any version satisfies all: the loader only warns.
    if (defined === undefined || defined.length === 0 || defined.includes(version)) continue;
    const isGlibc = /^GLIBC_2\.\d+/.test(version);
    return fails(isGlibc
      ? `needs glibc ${image.leastGlibc} or newer; this process runs on glibc ${here.libc?.version}`
      : `needs ${name} with ${version}, and the one here is older`);
  }
  return undefined;
}

/** Returns the symbols that nothing in this process defines. @param {Image} image @param {Library[]} found */
function missingSymbols(image, found) {
  let names = image.imports.map(({ name }) => name);
  for (const library of [...found, ...loadedLibraries()]) {
    if (names.length === 0) break;
    names = library.definitions()?.lack(names) ?? names;
  }
  return names;
}

/** @param {string[]} names */
const some = (names) => (names.length === 1 ? names[0] : `${names[0]} and ${plural(names.length - 1, 'other symbol')}`);

module.exports = { tryLibraries };
