'use strict';

// A host for tests: the imports over a simulated disk, which can be made to fail.

const { createMemory } = require('../../../npm/lib/host/byte-order');
const { fileImports } = require('./file-imports');
const { pathImports } = require('./path-imports');
const { processImports } = require('./process-imports');
const { stepImports } = require('./step-imports');
const { windowsImports } = require('./windows-imports');
const { Random } = require('../../support/random');

/** @import { Callbacks, Syscalls } from '../../../npm/lib/generated/abi' */
/** @import { Disk } from './disk' */
/** @import { OpenFile } from './file-imports' */

/** @typedef {(...values: number[]) => number | void} Import */
/** @typedef {(name: string, call: Import, host: FaultHost) => Import} Change returns the replacement of an import */

/** Stands for every callback: the simulated processes register none, so the guest must call none. @returns {never} */
function callback() {
  throw new Error('the guest called a callback, although none is registered');
}

/** @type {Callbacks} */
const callbacks = {
  function_call: callback,
  aggregate_begin: callback,
  aggregate_step: callback,
  aggregate_value: callback,
  aggregate_end: callback,
  vtab_connect: callback,
  vtab_open: callback,
  vtab_next: callback,
  vtab_column: callback,
  vtab_close: callback,
  handler_release: callback,
};

let lastPid = 100;

/** The host of one instance of the guest: a process on a simulated machine. */
class FaultHost {
  /**
   * @param {Disk} disk
   * @param {{ seed?: number, change?: Change, windows?: boolean, refused?: string[] }} [options]
   *   `windows`: with Windows' paths and locks; `refused` gets what it refuses
   */
  constructor(disk, { seed = 0, change = (_name, call, _host) => call, windows = false, refused = [] } = {}) {
    this.disk = disk;
    this.windows = windows;
    this.memory = createMemory();
    this.random = new Random(seed);
    lastPid += 1;
    this.pid = lastPid;
    /** The message of the guest's panic, empty if there was none. */
    this.panicMessage = '';
    /** @type {Map<number, OpenFile>} */
    this.files = new Map();
    /** The views that the process has opened. @type {{ inode: number, start: number }[]} */
    this.views = [];
    this.refused = refused;
    /** A missing system call is a type error. @type {Syscalls} */
    const posix = { ...fileImports(this), ...pathImports(this), ...processImports(this), ...stepImports(this) };
    /** @type {Syscalls} */
    const syscalls = windows ? { ...posix, ...windowsImports(this, posix) } : posix;
    const imports = Object.entries({ ...syscalls, ...callbacks });
    /** @type {Record<string, Import>} */
    this.imports = Object.fromEntries(imports.map(([name, call]) => [name, change(name, call, this)]));
  }

  /** Reads a path from guest memory. @param {number} address @param {number} length */
  readPath = (address, length) => {
    this.memory.refreshViews();
    const path = this.memory.text(address >>> 0, length >>> 0);
    return this.windows ? path.replace(/^[A-Z]:/, '').replaceAll('\\', '/') : path;
  };

  /** Ends the process without cleanup: its files are closed and its locks released, as the kernel does. */
  kill() {
    for (const file of this.files.values()) this.disk.locks.get(file.inode)?.drop(file);
    this.files.clear();
  }
}

exports.FaultHost = FaultHost;
