'use strict';

// The host calls on extensions: modules that run on the guest's memory, table and stack.

const { ERRNO, STACK_POINTER, TABLE } = require('../generated/abi');
const { Object, String, WebAssembly } = require('../intrinsics');
const { HandleTable } = require('./handle-table');

/** @import { Imports } from '../generated/abi' */
/** @import { Memory } from './memory' */

/** @typedef {'table_grow' | `extension_${string}`} ExtensionName */
/** @typedef {Pick<Imports, Extract<keyof Imports, ExtensionName>>} ExtensionImports */

/** What the guest exports for extensions, until it is attached. */
const NOTHING = /** @type {WebAssembly.Exports} */ ({});

/** The extensions that run on one instance of the guest. */
class Extensions {
  /** @param {Memory} memory */
  constructor(memory) {
    this.memory = memory;
    this.guest = NOTHING;
    /** @type {HandleTable<WebAssembly.Instance>} */
    this.instances = new HandleTable();
    /** Why the last module was not valid. */
    this.reason = '';
  }

  /**
   * Attaches the guest, which is created after the imports that use this object.
   * @param {WebAssembly.Exports} guest
   */
  attach(guest) {
    this.guest = guest;
  }

  get table() {
    return /** @type {WebAssembly.Table} */ (this.guest[TABLE]);
  }

  /**
   * Returns what an import refers to.
   * @param {WebAssembly.ModuleImportDescriptor} descriptor
   * @param {number} word of the guest for the import
   */
  resolve({ module, name, kind }, word) {
    if (kind === 'function') return this.table.get(word);
    if (kind !== 'global' || name === STACK_POINTER) return this.guest[name];
    // Addresses in the module `GOT` are variables, those in `env` constants.
    return module === 'env' ? word | 0 : new WebAssembly.Global({ value: 'i32', mutable: true }, word | 0);
  }

  /**
   * Returns the imports of a module.
   * @param {WebAssembly.Module} module
   * @param {number} words address of the guest's word for each import
   */
  importsOf(module, words) {
    /** @type {Record<string, Record<string, WebAssembly.ImportValue>>} */
    const imports = {};
    for (const [index, descriptor] of WebAssembly.importsOf(module).entries()) {
      const from = imports[descriptor.module] ??= {};
      const value = this.resolve(descriptor, this.memory.uint32(words + 4 * index));
      // A name may be `__proto__`.
      Object.defineProperty(from, descriptor.name, { value, enumerable: true });
    }
    return imports;
  }

  /**
   * Returns an instance of a module, undefined if the module is not valid.
   * @param {number} at @param {number} length @param {number} words
   */
  instantiate(at, length, words) {
    try {
      this.memory.refreshViews();
      const module = new WebAssembly.Module(/** @type {BufferSource} */ (this.memory.copy(at, length)));
      return new WebAssembly.Instance(module, this.importsOf(module, words));
    } catch (error) {
      // Anything else was thrown by the module's own code.
      if (!(error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError)) throw error;
      this.reason = String(error.message);
      return undefined;
    }
  }

  /**
   * Makes the host call that opens an extension. The others may throw: `wrapImports` returns an errno then.
   * @returns {Pick<Imports, 'extension_open'>}
   */
  throwingImports() {
    return {
      extension_open: (module, length, words) => {
        const instance = this.instantiate(module >>> 0, length >>> 0, words >>> 0);
        return instance === undefined ? -ERRNO.EINVAL : this.instances.add(instance);
      },
    };
  }

  /** @returns {Omit<ExtensionImports, 'extension_open'>} */
  imports() {
    return {
      table_grow: (count) => {
        try {
          return this.table.grow(count >>> 0);
        } catch {
          return -ERRNO.ENOMEM;
        }
      },

      extension_error: (into, capacity) => this.memory.setText(this.reason, into >>> 0, capacity >>> 0),

      extension_function: (extension, name, nameLength, slot) => {
        const exported = this.instances.get(extension).exports[this.memory.text(name >>> 0, nameLength >>> 0)];
        if (typeof exported !== 'function') return -ERRNO.ENOENT;
        this.table.set(slot >>> 0, exported);
        return 0;
      },

      extension_close: (extension, first, count) => {
        for (let slot = first >>> 0; slot < (first >>> 0) + (count >>> 0); slot++) this.table.set(slot, null);
        this.instances.remove(extension);
        return 0;
      },
    };
  }
}

exports.Extensions = Extensions;
