'use strict';

const { Object } = require('../intrinsics');
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
 * Wraps host calls: they get valid views of the memory, and an error that they throw becomes a negated errno.
 * @template {Record<keyof T, Import>} T
 * @param {T} imports of up to four parameters
 * @param {Memory} memory
 * @returns {T}
 */
function wrapImports(imports, memory) {
  /** @type {[string, Import][]} */
  const entries = Object.entries(imports);
  return /** @type {T} */ (Object.fromEntries(entries.map(([name, call]) => [name, wrapImport(call, memory)])));
}

exports.wrapImports = wrapImports;
