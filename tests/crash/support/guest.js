'use strict';

// One instance of the guest over a simulated host.

const { ABI_VERSION, IMPORT_MODULE } = require('../../../npm/lib/generated/abi');
const { disableExports, wrapExports } = require('../../../npm/lib/engine/wrap-exports');
const { loadModule } = require('../../../npm/lib/engine/module');

/** @import { Exports } from '../../../npm/lib/generated/abi' */
/** @import { FaultHost } from './fault-host' */

/** The guest has trapped, which it never may. */
class Trap extends Error {
  /**
   * @param {unknown} cause
   * @param {string} lastWords
   */
  constructor(cause, lastWords) {
    super(`trap: ${lastWords || String(cause)}`, { cause });
  }
}

class Guest {
  /** @param {FaultHost} host */
  constructor(host) {
    this.host = host;
    this.memory = host.memory;
    /** @type {Trap | undefined} */
    this.trap = undefined;
    const imports = /** @type {WebAssembly.ModuleImports} */ (host.imports);
    const { exports } = new WebAssembly.Instance(loadModule(), { [IMPORT_MODULE]: imports });
    this.memory.attach(/** @type {WebAssembly.Memory} */ (exports.memory));
    this.exports = wrapExports(
      /** @type {Exports} */ (/** @type {unknown} */ (exports)),
      this.memory,
      (cause) => this.#stop(cause),
    );
    if (this.exports.abi_version() !== ABI_VERSION) throw new Error('The module is for another revision of the contract');
    const code = this.exports.initialize();
    if (code !== 0) throw new Error(`The guest could not be initialized (${code})`);
  }

  /** After a trap nothing may be called any more. @param {unknown} cause */
  #stop(cause) {
    if (this.trap === undefined) {
      this.trap = new Trap(cause, this.host.lastWords);
      disableExports(this.exports, this.trap);
    }
    return this.trap;
  }

  /**
   * Puts bytes, and a NUL behind them, into memory of the guest. Gives the address.
   * @param {Uint8Array} bytes
   */
  place(bytes) {
    const address = this.exports.alloc(bytes.length + 1) >>> 0;
    if (address === 0) throw new Error('The guest is out of memory');
    this.memory.setBytes(bytes, address);
    this.memory.bytes[address + bytes.length] = 0;
    return address;
  }
}

exports.Guest = Guest;
exports.Trap = Trap;
