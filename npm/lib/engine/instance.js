'use strict';

// What the engines have in common: an instance of the guest, which runs until it traps.

const { ABI_VERSION } = require('../generated/abi');
const { loggerRuns } = require('../call-logger');
const { Set } = require('../intrinsics');
const { cutOff, instanceStopped } = require('./failure');
const { broken } = require('./module');
const { disableExports, wrapExports } = require('./wrap-exports');

/** @import { Connection } from '../connection' */
/** @import { Exports } from '../generated/abi' */
/** @import { Host } from '../host' */
/** @import { Memory } from '../host/memory' */
/** @import { EngineName, Instance as Contract } from './contract' */

/** @implements {Contract} */
class Instance {
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
    this.tables = host.tables;
    /** @type {Set<Connection>} */
    this.connections = new Set();
    /** @type {unknown} */
    this.failure = undefined;
    /** @type {Exports} */
    this.guest = wrapExports(exports, this.memory, this.tables.calls, (error) => this.stop(error));
    this.tables.stop = () => this.stop(cutOff());
    this.start();
  }

  get isCollectable() {
    return true;
  }

  start() {
    const version = this.guest.abi_version();
    if (version !== ABI_VERSION) {
      throw broken(`is for another version of this package (ABI ${version}, not ${ABI_VERSION})`);
    }
    const code = this.guest.initialize();
    if (code !== 0) throw new Error(`anysqlite cannot start: SQLite could not be initialized (code ${code})`);
  }

  /**
   * Stops the instance after an exception out of the guest: its memory may be in any state, so nothing may run on it
   * again. Returns the error to throw.
   * @param {unknown} cause
   */
  stop(cause) {
    if (this.failure === undefined) {
      this.failure = instanceStopped(cause, this.host.panicMessage);
      this.tables.failure = this.failure;
      for (const connection of this.connections) connection.abandon(this.failure);
      this.connections.clear();
      disableExports(this.guest, this.failure);
      this.host.closeFiles();
      this.dispose();
    }
    return this.failure;
  }

  /**
   * Stops the instance if the JavaScript engine has cut off a call: a call of the guest, or what a connection does
   * before or after one.
   * @param {Connection} [connection] one that may say that it executes SQL although nothing runs
   */
  stopIfCutOff(connection) {
    const { calls } = this.tables;
    const isIdle = calls.innermost === null && connection?.executing === true && !loggerRuns();
    if (isIdle || calls.wasCutOff()) this.stop(cutOff());
  }

  /** Releases what no garbage collector sees. */
  dispose() {}
}

exports.Instance = Instance;
