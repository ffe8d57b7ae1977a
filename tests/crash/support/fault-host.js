'use strict';

// A host for tests: the imports over a simulated disk, which can be made to fail.

const { ERRNO, IMPORTS } = require('../../../npm/lib/generated/abi');
const { createMemory } = require('../../../npm/lib/host/byte-order');
const { fileImports } = require('./file-imports');
const { pathImports } = require('./path-imports');
const { processImports } = require('./process-imports');
const { Random } = require('../../support/random');

/** @import { Disk } from './disk' */
/** @import { OpenFile } from './file-imports' */

/** @typedef {(...values: number[]) => number | void} Import */
/** @typedef {(name: string, call: Import, host: FaultHost) => Import} Change returns the replacement of an import */

/** Host calls that have nothing to do with files are not implemented here and fail with ENOSYS. */
const unsupported = Object.fromEntries(Object.keys(IMPORTS).map((name) => [name, () => -ERRNO.ENOSYS]));

let lastPid = 100;

/** The host of one instance of the guest: a process on a simulated machine. */
class FaultHost {
  /**
   * @param {Disk} disk
   * @param {{ seed?: number, change?: Change }} [options]
   */
  constructor(disk, { seed = 0, change = (_name, call, _host) => call } = {}) {
    this.disk = disk;
    this.memory = createMemory();
    this.random = new Random(seed);
    lastPid += 1;
    this.pid = lastPid;
    /** The message of the guest's panic, empty if there was none. */
    this.panicMessage = '';
    /** @type {Map<number, OpenFile>} */
    this.files = new Map();
    const imports = { ...unsupported, ...fileImports(this), ...pathImports(this), ...processImports(this) };
    /** @type {Record<string, Import>} */
    this.imports = Object.fromEntries(Object.entries(imports).map(([name, call]) => [name, change(name, call, this)]));
  }

  /** Reads a path from guest memory. @param {number} address @param {number} length */
  readPath = (address, length) => {
    this.memory.refreshViews();
    return this.memory.text(address >>> 0, length >>> 0);
  };

  /** Ends the process without cleanup: its files are closed and its locks released, as the kernel does. */
  kill() {
    for (const file of this.files.values()) this.disk.locks.get(file.inode)?.drop(file);
    this.files.clear();
  }
}

exports.FaultHost = FaultHost;
