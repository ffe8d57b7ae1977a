'use strict';

// An instance of the guest over a simulated host.

const { ABI_VERSION, IMPORT_MODULE } = require('../../../npm/lib/generated/abi');
const { loadModule } = require('../../../npm/lib/engine/module');
const { disableExports, wrapExports } = require('../../../npm/lib/engine/wrap-exports');
const { GuestCalls } = require('../../../npm/lib/host/guest-calls');

/** @import { Exports } from '../../../npm/lib/generated/abi' */
/** @import { FaultHost } from './fault-host' */

/** Thrown when the guest traps, which no file content and no failing host call may cause. */
class Trap extends Error {
  /**
   * @param {unknown} cause
   * @param {string} panicMessage empty if the guest did not panic
   */
  constructor(cause, panicMessage) {
    super(`trap: ${panicMessage || String(cause)}`, { cause });
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
      new GuestCalls(),
      (cause) => this.#stop(cause),
    );
    if (this.exports.abi_version() !== ABI_VERSION) throw new Error('The module has another ABI version');
    const code = this.exports.initialize();
    if (code !== 0) throw new Error(`The guest could not be initialized (${code})`);
  }

  /** Disables all exports after a trap: the instance must not be called again. @param {unknown} cause */
  #stop(cause) {
    if (this.trap === undefined) {
      this.trap = new Trap(cause, this.host.panicMessage);
      disableExports(this.exports, this.trap);
    }
    return this.trap;
  }

  /**
   * Copies bytes and a terminating NUL into newly allocated guest memory. Returns the address.
   * @param {Uint8Array} bytes
   */
  copyIn(bytes) {
    const address = this.exports.alloc(bytes.length + 1) >>> 0;
    if (address === 0) throw new Error('The guest is out of memory');
    this.memory.setBytes(bytes, bytes.length, address);
    this.memory.bytes[address + bytes.length] = 0;
    return address;
  }
}

exports.Guest = Guest;
exports.Trap = Trap;
