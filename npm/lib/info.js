'use strict';

const { defaultEngine } = require('./engine/choose');
const { moduleHash } = require('./engine/module');
const { moduleOptions } = require('./engine/v8-options');
const { sharesFiles, walIndex } = require('./engine/wasmtime');
const { filesBy } = require('./host/locks/file-calls');
const { lockTier, reasons } = require('./host/locks/tier');
const { Object } = require('./intrinsics');

/** What this package runs on in this process: `Database.anysqlite`. */
const info = {
  /** The engine of connections that name none: 'v8' or 'wasmtime'. */
  get engine() {
    return defaultEngine();
  },
  /** The lock tier: 'shim', 'ffi', 'wasmtime' (its own byte-range locks) or 'exclusive'. */
  get locks() {
    if (defaultEngine() === 'wasmtime' && sharesFiles()) return 'wasmtime';
    return lockTier().name;
  },
  /** How the WAL index of a database is shared: 'mapped', 'view', 'copied', or 'heap' (not at all). */
  get walIndex() {
    return defaultEngine() === 'wasmtime' && sharesFiles() ? walIndex() : lockTier().walIndex;
  },
  /** What reads, writes and locks files: 'addon', 'node' (node:fs), or 'wasmtime'. */
  get files() {
    return defaultEngine() === 'wasmtime' ? 'wasmtime' : filesBy();
  },
  /** SHA-256 of the WebAssembly module. */
  get module() {
    return moduleHash();
  },
  /** How V8 compiles the module; undefined if the engine is another. */
  get v8Options() {
    return defaultEngine() === 'v8' ? moduleOptions() : undefined;
  },
  /** Why the lock tiers that come before the one in force are not: a text for each. */
  get skippedLocks() {
    lockTier();
    return Object.assign({}, reasons);
  },
};

exports.info = info;
