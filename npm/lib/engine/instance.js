'use strict';

// What all engines have in common: a guest that was started by one of them, until it fails.

const { ABI_VERSION } = require('../generated/abi');
const { engineStopped } = require('./failure');
const { disable, guard } = require('./wrap-exports');
const { broken } = require('./module');

/** @import { Connection } from '../connection' */
/** @import { Exports } from '../generated/abi' */
/** @import { Host } from '../host' */
/** @import { Memory } from '../host/memory' */
/** @import { Engine, EngineName } from './contract' */

/** @implements {Engine} */
class RunningEngine {
  /**
   * @param {EngineName} name
   * @param {Host} host
   * @param {Exports} exports the guest's functions
   * @param {{ readonly buffer: ArrayBuffer }} memory
   */
  constructor(name, host, exports, memory) {
    this.name = name;
    host.memory.attach(memory);
    this.host = host;
    /** @type {Memory} */
    this.memory = host.memory;
    this.callbacks = host.callbacks;
    /** @type {Set<Connection>} */
    this.connections = new Set();
    /** @type {unknown} */
    this.failure = undefined;
    /** @type {Exports} */
    this.guest = guard(exports, this.memory, (error) => this.stop(error));
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
      this.dispose();
    }
    return this.failure;
  }

  /** Lets go of what no garbage collector sees. */
  dispose() {}
}

exports.RunningEngine = RunningEngine;
