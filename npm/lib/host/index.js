'use strict';

// The host of the guest: system calls by node:fs and its kin, and callbacks. The host knows no SQL and makes no
// decisions.

const { Map } = require('../intrinsics');
const { createMemory } = require('./byte-order');
const { functionImports, tableImports } = require('./callbacks');
const { clockImports } = require('./clock');
const { Descriptors } = require('./descriptors');
const { environmentImports } = require('./environment');
const { Extensions } = require('./extensions');
const { fileImports } = require('./files');
const { HandlerTables } = require('./handler-tables');
const { fileCalls } = require('./locks/file-calls');
const { lockImports } = require('./locks/imports');
const { endMappings, mappingImports } = require('./locks/mappings');
const { FileViews } = require('./locks/views');
const { ownDescriptors } = require('./own-descriptors');
const { pathImports } = require('./paths');
const { wrapImports } = require('./wrap-imports');

/** @import { Callbacks, Imports } from '../generated/abi' */

/** The host of one instance. */
class Host {
  constructor() {
    const memory = createMemory();
    this.memory = memory;
    /** The message of the guest's panic, empty if there was none. */
    this.panicMessage = '';
    const calls = fileCalls();
    memory.onMoved = (bytes) => calls?.guest.attach(0, bytes);
    /** @type {Descriptors} The open descriptors of the instance. */
    this.descriptors = new Descriptors(calls?.guest);
    this.tables = new HandlerTables();
    /** @type {Map<number, import('./locks/mappings').Mapping>} */
    this.mappings = new Map();
    /** @type {Callbacks} */
    this.callbacks = { ...functionImports(memory, this.tables), ...tableImports(memory, this.tables) };
    this.views = new FileViews(memory);
    this.extensions = new Extensions(memory);
    const onDescriptors = {
      ...fileImports(memory, this.descriptors), ...lockImports(), ...this.views.imports(),
      ...mappingImports(memory, this.descriptors, this.mappings),
    };
    /** @type {Imports} */
    this.imports = {
      ...wrapImports(ownDescriptors(onDescriptors, this.descriptors), memory),
      ...wrapImports(pathImports(memory), memory),
      ...calls?.imports,
      ...wrapImports(environmentImports(memory, (message) => {
        this.panicMessage = message;
      }), memory),
      ...wrapImports(clockImports(), memory),
      ...wrapImports(this.extensions.imports(), memory),
      ...this.extensions.throwingImports(),
      ...this.callbacks,
    };
  }

  /** Closes the files that a stopped instance has left open, and so releases its locks. */
  closeFiles() {
    this.views.close();
    endMappings(this.imports, this.mappings);
    for (const file of this.descriptors) this.imports.fd_close(file);
    this.descriptors.clear();
  }
}

exports.Host = Host;
