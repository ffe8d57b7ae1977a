'use strict';

const { defaultEngine } = require('./engine/choose');
const { moduleHash } = require('./engine/module');
const { sharesFiles } = require('./engine/wasmtime');
const { lockTier } = require('./host/locks/tier');

/** What this package is made of, for programs that want to know. */
const facts = {
  /** What runs SQLite for connections that name no engine: 'v8' or 'wasmtime'. */
  get engine() {
    return defaultEngine();
  },
  /** How files are protected from other processes: 'shim', 'ffi', 'wasmtime' (its own locks) or 'exclusive'. */
  get locks() {
    if (defaultEngine() === 'wasmtime' && sharesFiles()) return 'wasmtime';
    return lockTier().name;
  },
  /** SHA-256 of the WebAssembly module. */
  get module() {
    return moduleHash();
  },
};

exports.facts = facts;
