'use strict';

// What the package needs of JavaScript and of the process, taken once, when the package loads: an application may stub
// or remove globals later (tests do), and SQL must not notice. The names are those of the globals, with the functions
// that this package calls.
//
// The linter forbids the globals themselves in npm/lib, and objects of Node's modules, whose functions can be stubbed:
// `const { openSync } = require('node:fs')` takes the function when the file loads.

const { process } = globalThis;

/**
 * Binds a function, which a runtime may lack.
 * @template {Function} T
 * @param {T} fn
 * @param {unknown} object
 * @returns {T}
 */
const bind = (fn, object) => fn?.bind(object);

const { Atomics, Array, Buffer, JSON, Math, Object, Reflect, SharedArrayBuffer, WebAssembly } = globalThis;

const NATIVE = /\[native code\]/;

/**
 * Returns the constructor Date. If fake timers replaced it before this package loaded, returns that of a new realm.
 * @returns {DateConstructor}
 */
function systemDate() {
  const { Date } = globalThis;
  const isNative = typeof Date === 'function' && NATIVE.test(Function.prototype.toString.call(Date.now));
  return isNative ? Date : require('node:vm').runInNewContext('Date');
}

const Date = systemDate();

module.exports = {
  Array: {
    from: Array.from,
    isArray: Array.isArray,
    /** @param {number} length @returns {unknown[]} */
    ofLength: (length) => new Array(length),
  },
  ArrayBuffer: globalThis.ArrayBuffer,
  isView: globalThis.ArrayBuffer.isView,
  /** Undefined in old or restricted runtimes, where waiting spins. */
  wait: Atomics?.wait,
  asIntN: globalThis.BigInt.asIntN,
  BigInt: globalThis.BigInt,
  BigInt64Array: globalThis.BigInt64Array,
  Buffer: {
    allocUnsafeSlow: bind(Buffer.allocUnsafeSlow, Buffer),
    byteLength: bind(Buffer.byteLength, Buffer),
    from: bind(Buffer.from, Buffer),
    isBuffer: bind(Buffer.isBuffer, Buffer),
    prototype: Buffer.prototype,
  },
  DataView: globalThis.DataView,
  Date,
  now: Date.now,
  FinalizationRegistry: globalThis.FinalizationRegistry,
  Float64Array: globalThis.Float64Array,
  Function: globalThis.Function,
  Int32Array: globalThis.Int32Array,
  JSON: { parse: JSON.parse, stringify: JSON.stringify },
  Map: globalThis.Map,
  Math: { max: Math.max, min: Math.min, round: Math.round },
  Number: globalThis.Number,
  isInteger: globalThis.Number.isInteger,
  isNaN: globalThis.Number.isNaN,
  Object: {
    assign: Object.assign,
    defineProperties: Object.defineProperties,
    defineProperty: Object.defineProperty,
    entries: Object.entries,
    freeze: Object.freeze,
    fromEntries: Object.fromEntries,
    getOwnPropertyDescriptor: Object.getOwnPropertyDescriptor,
    getOwnPropertyDescriptors: Object.getOwnPropertyDescriptors,
    getPrototypeOf: Object.getPrototypeOf,
    hasOwn: Object.hasOwn,
    keys: Object.keys,
    prototype: Object.prototype,
    values: Object.values,
  },
  Promise: globalThis.Promise,
  Reflect: {
    apply: Reflect.apply,
    construct: Reflect.construct,
    defineProperty: Reflect.defineProperty,
    deleteProperty: Reflect.deleteProperty,
    get: Reflect.get,
    set: Reflect.set,
  },
  Set: globalThis.Set,
  SharedArrayBuffer,
  String: globalThis.String,
  fromCharCode: globalThis.String.fromCharCode,
  Uint8Array: globalThis.Uint8Array,
  Uint16Array: globalThis.Uint16Array,
  /** Undefined where the JavaScript engine runs without WebAssembly. */
  WebAssembly: WebAssembly && {
    CompileError: WebAssembly.CompileError,
    Global: WebAssembly.Global,
    Instance: WebAssembly.Instance,
    LinkError: WebAssembly.LinkError,
    Module: WebAssembly.Module,
    exportsOf: WebAssembly.Module.exports,
    importsOf: WebAssembly.Module.imports,
  },
  setImmediate: globalThis.setImmediate,
  /** The object itself, on which the copies of this package in a process meet. */
  processObject: process,
  process: {
    /**
     * Returns whether NODE_OPTIONS may contain an option.
     * @param {string} option
     */
    allowsOption: (option) => process.allowedNodeEnvironmentFlags?.has(option) ?? false,
    arch: process.arch,
    argv: process.argv,
    cwd: bind(process.cwd, process),
    dlopen: bind(process.dlopen, process),
    env: process.env,
    execArgv: process.execArgv,
    execPath: process.execPath,
    emitWarning: bind(process.emitWarning, process),
    /** Undefined on Windows. */
    geteuid: process.geteuid && bind(process.geteuid, process),
    /** Undefined before Node 20.16 and 22.3. */
    getBuiltinModule: bind(process.getBuiltinModule, process),
    kill: bind(process.kill, process),
    on: bind(process.on, process),
    permission: process.permission,
    pid: process.pid,
    platform: process.platform,
    removeListener: bind(process.removeListener, process),
    /** Made when it is read first, which takes time. */
    get report() {
      return process.report;
    },
    versions: process.versions,
  },
};
