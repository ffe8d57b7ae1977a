'use strict';

const { errno } = require('./errno');

/** @import { Memory } from './memory' */

/** @typedef {(...values: number[]) => any} Import */

/**
 * @param {Import} call
 * @param {Memory} memory
 * @returns {Import}
 */
function wrapImport(call, memory) {
  /** @param {number} a @param {number} b @param {number} c @param {number} d */
  const wrapped = (a, b, c, d) => {
    try {
      memory.refreshViews();
      return call(a, b, c, d);
    } catch (error) {
      return errno(error);
    }
  };
  return Object.defineProperty(wrapped, 'length', { value: call.length });
}

/**
 * Wraps host calls so that they use good views of the memory and never throw: what one throws becomes a negated errno.
 * @template {Record<keyof T, Import>} T
 * @param {T} imports of up to four parameters
 * @param {Memory} memory
 * @returns {T}
 */
function wrapImports(imports, memory) {
  const wrapped = Object.entries(imports).map(([name, call]) => [name, wrapImport(/** @type {Import} */ (call), memory)]);
  return /** @type {T} */ (Object.fromEntries(wrapped));
}

exports.wrapImports = wrapImports;
