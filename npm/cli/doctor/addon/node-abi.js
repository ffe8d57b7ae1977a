'use strict';

// Does an image fit this version of Node?

const { fails, uncertain } = require('./verdict');

/** @import { Image } from '../../generated/exe_inspect' */
/** @import { Here } from '../here' */
/** @import { Verdict } from './verdict' */

/** What an addon declares that uses functions of Node-API which no version has yet. */
const EXPERIMENTAL = 0x7fffffff;

/**
 * Returns the verdict about an image that does not fit, or undefined if it fits.
 * @param {Image} image
 * @param {Here} here
 * @returns {Verdict | undefined}
 */
function otherNode({ node }, here) {
  if (node.interface === 'none') return fails('is a library, but no addon of Node: it registers nothing');
  return node.interface === 'v8' ? otherV8(node.moduleVersion, here) : olderNodeApi(node.declaredNodeApi, here);
}

/**
 * @param {number | null} version
 * @param {Here} here
 * @returns {Verdict | undefined}
 */
function otherV8(version, here) {
  if (here.runtime === 'deno') return fails("uses V8's API, and Deno loads addons of Node-API only");
  if (version === null) {
    return uncertain(`uses V8's API, which differs between releases of Node, and does not say for which it is built`);
  }
  if (version === here.moduleVersion) return undefined;
  return fails(`is built for NODE_MODULE_VERSION ${version}, and this is ${here.name} with ${here.moduleVersion}; ` +
    '`npm rebuild` builds it again');
}

/**
 * @param {number | null} declared
 * @param {Here} here
 * @returns {Verdict | undefined}
 */
function olderNodeApi(declared, here) {
  // Other runtimes do not look at what is declared.
  if (here.runtime !== 'node' || declared === null || declared === EXPERIMENTAL) return undefined;
  if (declared <= here.nodeApi) return undefined;
  return fails(`needs Node-API ${declared}, and ${here.name} has ${here.nodeApi}; loading it ends the process`);
}

/** Returns what an addon needs of Node. @param {Image} image */
function needs({ node }) {
  if (node.interface === 'v8') return `NODE_MODULE_VERSION ${node.moduleVersion}`;
  if (node.declaredNodeApi === EXPERIMENTAL) return 'experimental functions of Node-API';
  return `Node-API ${Math.max(node.declaredNodeApi ?? 1, node.nodeApiFunctions)}`;
}

module.exports = { needs, otherNode };
