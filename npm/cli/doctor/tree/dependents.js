'use strict';

// Who depends on a package, and whether as something to do without.

/** @import { Package } from './packages' */

/**
 * Returns whether somebody depends on a package as an optional one, and nobody otherwise.
 * @param {string} name as it is installed
 * @param {Package[]} packages
 * @param {Package[]} projects whose development dependencies are installed, too
 */
function isOptional(name, packages, projects) {
  const kinds = [
    ...packages.map(({ manifest }) => kindOf(name, manifest)),
    ...projects.map(({ manifest }) => kindOf(name, manifest, manifest.devDependencies)),
  ];
  return kinds.includes('optional') && !kinds.includes('required');
}

/**
 * Returns how a manifest depends on a package; undefined if it does not.
 * @param {string} name
 * @param {Record<string, any>} manifest
 * @param {Record<string, string>} [development]
 * @returns {'optional' | 'required' | undefined}
 */
function kindOf(name, manifest, development) {
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = manifest;
  if (peerDependenciesMeta?.[name]?.optional || has(optionalDependencies, name)) return 'optional';
  const required = [dependencies, peerDependencies, development].some((list) => has(list, name));
  return required ? 'required' : undefined;
}

/** @param {unknown} list @param {string} name */
const has = (list, name) => typeof list === 'object' && list !== null && Object.hasOwn(list, name);

module.exports = { isOptional };
