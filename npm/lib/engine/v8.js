'use strict';

// Runs the guest by the WebAssembly of the JavaScript engine itself.

const { ABI_VERSION, EXPORTS, IMPORT_MODULE, IMPORTS } = require('../generated/abi');
const { Host } = require('../host');
const { engineStopped } = require('./failure');
const { disable, guard } = require('./guard');
const { broken, loadModule } = require('./module');

/** @import { Connection } from '../connection' */
/** @import { Exports } from '../generated/abi' */
/** @import { Memory } from '../host/memory' */
/** @import { Engine } from './contract' */

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

/** @implements {Engine} */
class V8Engine {
  constructor() {
    const module = loadModule();
    const host = new Host();
    checkParameters({ ...host.imports }, IMPORTS);
    const { exports } = new WebAssembly.Instance(module, { [IMPORT_MODULE]: { ...host.imports } });
    checkParameters(/** @type {Record<string, Function>} */ (exports), EXPORTS);

    host.memory.attach(/** @type {WebAssembly.Memory} */ (exports.memory));
    this.host = host;
    /** @type {Memory} */
    this.memory = host.memory;
    this.callbacks = host.callbacks;
    /** @type {Set<Connection>} */
    this.connections = new Set();
    /** @type {unknown} */
    this.failure = undefined;
    /** @type {Exports} */
    this.guest = guard(/** @type {Exports} */ (/** @type {unknown} */ (exports)), this.memory, (error) => this.stop(error));
    this.start();
  }

  start() {
    const version = this.guest.abi_version();
    if (version !== ABI_VERSION) throw broken(`is for another version of this package (ABI ${version}, not ${ABI_VERSION})`);
    const code = this.guest.initialize();
    if (code !== 0) throw new Error(`anysqlite cannot start: SQLite could not be initialized (code ${code})`);
  }

  /**
   * Ends the engine after the guest has failed: its memory may be in any state, so nothing on it may run again.
   * Gives the error to throw.
   * @param {unknown} cause
   */
  stop(cause) {
    if (this.failure === undefined) {
      this.failure = engineStopped(cause, this.host.lastWords);
      this.callbacks.failure = this.failure;
      for (const connection of this.connections) connection.abandon(this.failure);
      this.connections.clear();
      disable(this.guest, this.failure);
      this.host.closeFiles();
    }
    return this.failure;
  }
}

exports.V8Engine = V8Engine;
