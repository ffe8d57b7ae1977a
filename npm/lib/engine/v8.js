'use strict';

// Runs the guest by the WebAssembly of the JavaScript engine itself.

const { EXPORTS, IMPORT_MODULE, IMPORTS } = require('../generated/abi');
const { Host } = require('../host');
const { broken, loadModule } = require('./module');
const { RunningEngine } = require('./instance');

/** @import { Exports } from '../generated/abi' */

/**
 * Makes sure that functions take the number of parameters which the contract says: no type checker sees one too few.
 * @param {Record<string, Function>} functions
 * @param {Record<string, number>} contract
 */
function checkParameters(functions, contract) {
  for (const [name, count] of Object.entries(contract)) {
    if (functions[name]?.length !== count) throw broken(`disagrees about the parameters of "${name}"`);
  }
}

class V8Engine extends RunningEngine {
  constructor() {
    const module = loadModule();
    const host = new Host();
    checkParameters({ ...host.imports }, IMPORTS);
    const { exports } = new WebAssembly.Instance(module, { [IMPORT_MODULE]: { ...host.imports } });
    checkParameters(/** @type {Record<string, Function>} */ (exports), EXPORTS);
    const memory = /** @type {{ readonly buffer: ArrayBuffer }} */ (exports.memory);
    super('v8', host, /** @type {Exports} */ (/** @type {unknown} */ (exports)), memory);
  }
}

exports.V8Engine = V8Engine;
