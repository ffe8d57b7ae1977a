'use strict';

// What the guest asks of its host: by node:fs and its kin, or of the application. Nothing here knows SQL, and no decision
// is made here.

const { createMemory } = require('./byte-order');
const { Callbacks, functionImports, tableImports } = require('./callbacks');
const { clockImports } = require('./clock');
const { environmentImports } = require('./environment');
const { fileImports } = require('./files');
const { lockImports } = require('./locks/imports');
const { pathImports } = require('./paths');

/** @import { Imports } from '../generated/abi' */

/** The host of one instance of the guest: its memory, its open files, what it may call, and what it left behind. */
class Host {
  constructor() {
    this.memory = createMemory();
    /** What the guest said when it panicked. */
    this.lastWords = '';
    /** @type {Set<number>} */
    this.files = new Set();
    this.callbacks = new Callbacks();
    /** @type {Imports} */
    this.imports = {
      ...fileImports(this.memory, this.files),
      ...lockImports(),
      ...pathImports(this.memory),
      ...environmentImports(this.memory, (text) => {
        this.lastWords = text;
      }),
      ...clockImports(),
      ...functionImports(this.memory, this.callbacks),
      ...tableImports(this.memory, this.callbacks),
    };
  }

  /** Closes what an instance that cannot run any more has left open. Its locks go with its files. */
  closeFiles() {
    for (const file of this.files) this.imports.fd_close(file);
    this.files.clear();
  }
}

exports.Host = Host;
