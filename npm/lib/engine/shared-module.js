'use strict';

// The compiled module is kept where every copy of this package in the process finds it, in worker threads, too: in the
// environment data of node:worker_threads, which each new worker inherits. Compiled modules are shared, not copied.

const { MODULE_SHA256 } = require('../generated/module-digest');

/** Names the module by its content, so copies and versions with other modules do not meet. */
const KEY = `anysqlite.module.${MODULE_SHA256}`;

/**
 * Returns the module that another copy has compiled, undefined if there is none.
 * @param {(module: WebAssembly.Module) => void} check throws unless the module fits this code
 * @returns {WebAssembly.Module | undefined}
 */
function sharedModule(check) {
  try {
    const found = require('node:worker_threads').getEnvironmentData(KEY);
    if (found === undefined) return undefined;
    const module = /** @type {WebAssembly.Module} */ (/** @type {unknown} */ (found));
    check(module);
    return module;
  } catch {
    return undefined;
  }
}

/** @param {WebAssembly.Module} module */
function shareModule(module) {
  try {
    require('node:worker_threads').setEnvironmentData(KEY, /** @type {any} */ (module));
  } catch {
    // A runtime that cannot keep it: each copy compiles its own.
  }
}

module.exports = { shareModule, sharedModule };
