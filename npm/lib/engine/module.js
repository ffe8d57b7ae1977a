'use strict';

// The WebAssembly module: finds it, compiles it, and compares it with the contract.

const { readFileSync } = require('node:fs');
const { EXPORTS, IMPORT_MODULE, IMPORTS, MEMORY, STACK_POINTER, TABLE } = require('../generated/abi');
const { Object, Set, WebAssembly } = require('../intrinsics');
const { isBundled, modulePath, sha256 } = require('../packaged/files');
const { adviceFor } = require('../scarcity');
const { shareModule, sharedModule } = require('./shared-module');
const { withModuleOptions } = require('./v8-options');

const ADVICE = 'Install the package again. ' +
  'If it was bundled, copy its folder "wasm" to beside the bundle, or bundle "better-sqlite3/inline".';

/** @type {WebAssembly.Module | undefined} */
let compiled;

/** @type {(() => Uint8Array) | undefined} */
let embedded;

/** The name of the module in errors: its path, once that is known. */
let origin = 'sqlite.wasm';

/**
 * Uses a module that is part of the code instead of a file.
 * @param {() => Uint8Array} bytes
 */
function embed(bytes) {
  embedded = bytes;
}

/**
 * Returns the error for an installation that is broken, or that this process cannot read.
 * @param {string} problem
 * @param {unknown} [cause]
 */
function broken(problem, cause) {
  const reason = cause instanceof Error ? ` (${cause.message})` : '';
  return new Error(`anysqlite cannot start: ${origin} ${problem}${reason}. ${adviceFor(cause) ?? ADVICE}`, { cause });
}

/** Returns the bytes of the module's file. */
function readFile() {
  try {
    origin = modulePath();
    return readFileSync(origin);
  } catch (error) {
    throw broken('cannot be read', error);
  }
}

/** @param {Uint8Array} bytes */
function checkDigest(bytes) {
  // Loaded late, because only bundles need it.
  const { MODULE_SHA256 } = require('../generated/module-digest');
  if (sha256(bytes) !== MODULE_SHA256) throw broken('is not the module that the bundle was made with');
}

/** Returns the bytes of the module. */
function readModule() {
  if (embedded !== undefined) return embedded();
  const bytes = readFile();
  if (isBundled()) checkDigest(bytes);
  return bytes;
}

/** @param {Uint8Array} bytes */
function compile(bytes) {
  try {
    return withModuleOptions(() => new WebAssembly.Module(/** @type {BufferSource} */ (bytes)));
  } catch (error) {
    throw broken('cannot be compiled', error);
  }
}

/**
 * Compares the names of the module's imports and exports with the contract.
 * @param {WebAssembly.Module} module
 */
function check(module) {
  for (const { module: from, name } of WebAssembly.importsOf(module)) {
    if (from !== IMPORT_MODULE || !Object.hasOwn(IMPORTS, name)) {
      throw broken(`asks for the unknown import "${from}.${name}"`);
    }
  }
  const exported = new Set(WebAssembly.exportsOf(module).map(({ name }) => name));
  for (const name of [...Object.keys(EXPORTS), MEMORY, STACK_POINTER, TABLE]) {
    if (!exported.has(name)) throw broken(`has no export "${name}"`);
  }
}

/** Returns a newly compiled module. */
function compileModule() {
  const module = compile(readModule());
  check(module);
  shareModule(module);
  return module;
}

/** Returns the module, compiled at the first call in the thread, whichever copy of this package makes it. */
function loadModule() {
  compiled ??= sharedModule(check) ?? compileModule();
  return compiled;
}

/** Returns the SHA-256 of the module in hexadecimal. */
function moduleHash() {
  return sha256(readModule());
}

module.exports = { broken, embed, loadModule, moduleHash };
