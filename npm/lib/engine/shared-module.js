'use strict';

// The compiled module is kept where every copy of this package in the thread finds it: in a property of `process`.
// Between threads V8 shares the machine code of modules with equal bytes, which takes a millisecond to find. (The
// environment data of node:worker_threads would hand the module to workers on other JavaScript engines, too, but
// loading that module delays every first row.)

const { MODULE_SHA256 } = require('../generated/module-digest');
const { processObject, Reflect } = require('../intrinsics');

/** Names the module by its content, so copies and versions with other modules do not meet. */
const KEY = Symbol.for(`anysqlite.module.${MODULE_SHA256}`);

/**
 * Returns the module that another copy has compiled, undefined if there is none.
 * @param {(module: WebAssembly.Module) => void} check throws unless the module fits this code
 * @returns {WebAssembly.Module | undefined}
 */
function sharedModule(check) {
  try {
    const found = /** @type {Record<symbol, any>} */ (/** @type {unknown} */ (processObject))[KEY];
    if (found === undefined) return undefined;
    check(found);
    return found;
  } catch {
    return undefined;
  }
}

/** @param {WebAssembly.Module} module */
function shareModule(module) {
  // Each copy compiles its own if this fails.
  Reflect.defineProperty(processObject, KEY, { value: module, configurable: true });
}

module.exports = { shareModule, sharedModule };
