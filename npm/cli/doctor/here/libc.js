'use strict';

const path = require('node:path');
const { loadedLibraries, mappedFiles } = require('./loaded');

const MUSL = /^(ld-musl-.*|libc\.musl-.*|libc\.so)$/;
const GLIBC = /^libc(-2\.\d+)?\.so(\.6)?$/;

/**
 * Returns the C library of this process and, of glibc, its version: the newest that the library defines. Node's report
 * would know it too, but not that of every runtime.
 * @param {boolean} canInspect whether libraries can be read
 * @returns {{ name: 'glibc' | 'musl', version: string | null } | null}
 */
function findLibc(canInspect) {
  const names = mappedFiles().map((file) => path.basename(file));
  if (names.some((name) => MUSL.test(name))) return { name: 'musl', version: null };
  if (!names.some((name) => GLIBC.test(name))) return null;
  return { name: 'glibc', version: canInspect ? newestVersion() : null };
}

function newestVersion() {
  const libc = loadedLibraries().find((library) => GLIBC.test(path.basename(library.path)));
  const minors = (libc?.image?.definedVersions ?? []).map((name) => Number(/^GLIBC_2\.(\d+)/.exec(name)?.[1] ?? 0));
  return `2.${Math.max(...minors)}`;
}

module.exports = { findLibc };
