'use strict';

// Runs the guest by wasmtime, in an addon that has system calls of its own.

const { Host } = require('../host');
const { chooseWalIndexOfWasmtime } = require('../host/locks/wal-index');
const { process } = require('../intrinsics');
const { checkExports, loadAddon } = require('./addon');
const { Instance } = require('./instance');

/** Whether the addon shares files by byte-range locks, or owns them whole because ANYSQLITE_LOCKS says so. */
const sharesFiles = () => process.env.ANYSQLITE_LOCKS !== 'exclusive';

/**
 * Returns how processes share the WAL index of a database.
 * @returns {'mapped' | 'copied' | 'heap'}
 */
const walIndex = () => (sharesFiles() ? chooseWalIndexOfWasmtime(loadAddon().mapsFiles) : 'heap');

class WasmtimeInstance extends Instance {
  constructor() {
    const addon = loadAddon();
    const host = new Host();
    const { threadId } = require('node:worker_threads');
    const instance = addon.instantiate(host.callbacks, sharesFiles(), threadId, walIndex() === 'mapped');
    checkExports(instance, addon.version);
    super('wasmtime', host, instance.exports, {
      get buffer() {
        return instance.memory.lend();
      },
    });
    this.instance = instance;
  }

  /** The addon refers to the callbacks of its guests. @override */
  get isCollectable() {
    return false;
  }

  /** @override */
  dispose() {
    this.instance?.dispose();
  }
}

module.exports = { WasmtimeInstance, sharesFiles, walIndex };
