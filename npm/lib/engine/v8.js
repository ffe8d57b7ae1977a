'use strict';

// Runs the guest by the WebAssembly of the JavaScript engine itself.

const { EXPORTS, IMPORT_MODULE, IMPORTS } = require('../generated/abi');
const { Host } = require('../host');
const { Object, WebAssembly } = require('../intrinsics');
const { outOfAddressSpace } = require('./address-space');
const { Instance } = require('./instance');
const { broken, loadModule } = require('./module');

/** @import { Exports } from '../generated/abi' */

/**
 * Throws unless functions take as many parameters as the contract says: type checkers accept too few.
 * @param {Record<string, Function>} functions
 * @param {Record<string, number>} contract
 */
function checkParameters(functions, contract) {
  for (const [name, count] of Object.entries(contract)) {
    if (functions[name]?.length !== count) throw broken(`disagrees about the parameters of "${name}"`);
  }
}

/**
 * @param {WebAssembly.Module} module
 * @param {Host} host
 */
function instantiate(module, host) {
  try {
    return new WebAssembly.Instance(module, { [IMPORT_MODULE]: { ...host.imports } });
  } catch (error) {
    if (error instanceof RangeError) throw outOfAddressSpace(error);
    throw error;
  }
}

class V8Instance extends Instance {
  constructor() {
    const module = loadModule();
    const host = new Host();
    checkParameters({ ...host.imports }, IMPORTS);
    const { exports } = instantiate(module, host);
    checkParameters(/** @type {Record<string, Function>} */ (exports), EXPORTS);
    host.extensions.attach(exports);
    const memory = /** @type {{ readonly buffer: ArrayBuffer }} */ (exports.memory);
    super('v8', host, /** @type {Exports} */ (/** @type {unknown} */ (exports)), memory);
  }
}

exports.V8Instance = V8Instance;
