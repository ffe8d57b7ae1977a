'use strict';

// Finds libraries where the loader of the system finds them.

const fs = require('node:fs');
const path = require('node:path');
const { exists } = require('./exists');
const { library, loadedLibraries } = require('./loaded');
const { textOf } = require('./text-of');

/** @import { Image } from '../../generated/exe_inspect' */
/** @import { Here } from '.' */
/** @import { Library } from './loaded' */

/** Names that musl takes for itself, whatever follows. */
const OF_MUSL = /^lib(c|pthread|rt|m|dl|util|xnet)\./;

/** An image's own folder, in its run paths. */
const ORIGIN = /\$(ORIGIN|\{ORIGIN\})/g;

const MUSL_FOLDERS = ['/lib', '/usr/local/lib', '/usr/lib'];
const GLIBC_FOLDERS = ['/lib64', '/usr/lib64', '/lib', '/usr/lib'];

/**
 * Returns a library, undefined if it is not installed, null if the C library itself stands in for it.
 * @param {string} name as an image has it
 * @param {{ image: Image, file: string }} user the image and its path
 * @param {Here} here
 * @returns {Library | null | undefined}
 */
function findLibrary(name, user, here) {
  const isMusl = here.libc?.name === 'musl';
  if (isMusl && OF_MUSL.test(name)) return null;
  const loaded = loadedLibraries().find(({ path: file, image }) => (
    image?.ownName === name || path.basename(file) === name));
  if (loaded) return loaded;
  const folders = [
    ...user.image.runPaths.map((folder) => folder.replace(ORIGIN, path.dirname(path.resolve(user.file)))),
    ...(process.env.LD_LIBRARY_PATH ?? '').split(':').filter((folder) => folder !== ''),
  ];
  const candidates = name.includes('/') ? [name] : [
    ...folders.map((folder) => path.join(folder, name)),
    ...(isMusl ? [] : cachedPaths().filter((file) => file.endsWith(`/${name}`))),
    ...(isMusl ? muslFolders() : GLIBC_FOLDERS).map((folder) => path.join(folder, name)),
  ];
  return candidates.filter((file) => exists(file)).map(library).find(({ image }) => (
    image?.cpu === user.image.cpu && image.bits === user.image.bits));
}

/** @type {string[] | undefined} */
let cached;

/** Returns the paths that ldconfig has collected for glibc's loader. */
function cachedPaths() {
  cached ??= textOf('/etc/ld.so.cache').split('\0').filter((text) => text.startsWith('/'));
  return cached;
}

function muslFolders() {
  const [file] = names('/etc').filter((name) => /^ld-musl-.*\.path$/.test(name));
  if (file === undefined) return MUSL_FOLDERS;
  return textOf(path.join('/etc', file)).split(/[\n:]/).filter((text) => text !== '');
}

/** @param {string} folder */
function names(folder) {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}

module.exports = { findLibrary };
