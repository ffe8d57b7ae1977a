'use strict';

const { moduleHash } = require('./engine/module');
const { lockTier } = require('./host/lock');

/** What this package is made of, for programs that want to know. */
const facts = {
  engine: 'v8',
  /** How files are protected from other processes: 'shim', 'ffi' or 'exclusive'. */
  get locks() {
    return lockTier().name;
  },
  /** SHA-256 of the WebAssembly module. */
  get module() {
    return moduleHash();
  },
};

exports.facts = facts;
