'use strict';

const { withFile } = require('../addon/open-file');
const { exists } = require('./exists');
const { textOf } = require('./text-of');

/** @import { Definitions, Image } from '../../generated/exe_inspect' */

/**
 * A library of the system.
 * @typedef {{ path: string, image: Image | null, definitions(): Definitions | undefined }} Library
 */

/** @type {Map<string, Library>} */
const known = new Map();

/**
 * Returns what is known of a library, which is read once.
 * @param {string} path
 * @returns {Library}
 */
function library(path) {
  const found = known.get(path) ?? readLibrary(path);
  known.set(path, found);
  return found;
}

/** @param {string} path @returns {Library} */
function readLibrary(path) {
  const { Definitions, inspect } = require('../../generated/exe_inspect');
  /** @type {Definitions | undefined} */
  let definitions;
  const [image = null] = withFile(path, inspect).images;
  return { path, image, definitions: () => (definitions ??= withFile(path, Definitions.of)) };
}

/** Returns the paths of the files that are mapped into this process, where that may be read: program and libraries. */
function mappedFiles() {
  const lines = textOf('/proc/self/maps').split('\n');
  const executable = lines.filter((line) => /^\S+ ..x/.test(line)).map((line) => line.split(/\s+/, 6)[5] ?? '');
  return [...new Set(executable.filter((path) => path.startsWith('/')))].filter((path) => exists(path));
}

/** @type {Library[] | undefined} */
let loaded;

/** Returns the program and the libraries of this process. */
function loadedLibraries() {
  loaded ??= mappedFiles().map(library);
  return loaded;
}

module.exports = { library, loadedLibraries, mappedFiles };
