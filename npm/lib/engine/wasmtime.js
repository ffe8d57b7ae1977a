'use strict';

// Runs the guest by wasmtime, in an addon that has the imports about files and locks itself.

const { Host } = require('../host');
const { checkExports, loadAddon } = require('./addon');
const { RunningEngine } = require('./instance');

/** Files are owned whole if that is asked for; otherwise the addon has byte-range locks of its own. */
const sharesFiles = () => process.env.ANYSQLITE_LOCKS !== 'exclusive';

class WasmtimeEngine extends RunningEngine {
  constructor() {
    const addon = loadAddon();
    const host = new Host();
    const instance = addon.instantiate(host.imports, sharesFiles(), require('node:worker_threads').threadId);
    checkExports(instance, addon.version);
    super('wasmtime', host, instance.exports, {
      get buffer() {
        return instance.memory.lend();
      },
    });
    this.instance = instance;
  }

  /** @override */
  dispose() {
    this.instance?.dispose();
  }
}

module.exports = { WasmtimeEngine, sharesFiles };
