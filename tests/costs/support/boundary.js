'use strict';

// Loads the package so that everything that crosses the boundary of the guest is counted: calls of its exports, calls
// of its imports, and bytes that JavaScript reads from its memory and writes to it. Must be loaded before the package.

const path = require('node:path');
const { PACKAGES } = require('../../support/packages');

const counts = { exports: 0, imports: 0, bytes: 0 };

/** The arrays behind the counting ones. */
const arrays = new WeakMap();

/** @param {any} value */
const uncounted = (value) => arrays.get(value) ?? value;

/**
 * Returns a function that counts its calls, with as many parameters: the package checks them.
 * @param {'exports' | 'imports'} kind
 * @param {Function} call
 */
function counted(kind, call) {
  /** @param {unknown[]} values */
  const counting = (...values) => {
    counts[kind] += 1;
    return call(...values);
  };
  return Object.defineProperty(counting, 'length', { value: call.length });
}

/**
 * @param {'exports' | 'imports'} kind
 * @param {Record<string, any>} members
 */
const countedMembers = (kind, members) => Object.fromEntries(Object.entries(members).map(([name, member]) => (
  [name, typeof member === 'function' ? counted(kind, member) : member])));

/** Counts the calls between an instance and its host. */
function countCalls() {
  const { Instance } = WebAssembly;
  /** @param {WebAssembly.Module} module @param {Record<string, Record<string, any>>} imports */
  function CountingInstance(module, imports) {
    const wrapped = Object.entries(imports).map(([name, members]) => [name, countedMembers('imports', members)]);
    const { exports } = new Instance(module, Object.fromEntries(wrapped));
    return { exports: countedMembers('exports', exports) };
  }
  WebAssembly.Instance = /** @type {any} */ (CountingInstance);
}

/**
 * Returns an array that counts the bytes that are read from it and written to it.
 * @param {any} array
 */
function countingArray(array) {
  const size = array.BYTES_PER_ELEMENT;
  /** @param {string | symbol} key */
  const count = (key) => {
    if (typeof key === 'string' && /^\d+$/.test(key)) counts.bytes += size;
  };
  const proxy = new Proxy(array, {
    get(target, key) {
      count(key);
      const member = target[key];
      if (key === 'copy') return copyOut(target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
    set(target, key, value) {
      count(key);
      target[key] = value;
      return true;
    },
  });
  arrays.set(proxy, array);
  return proxy;
}

/** Returns the method `copy` of a Buffer. @param {Buffer} bytes */
const copyOut = (bytes) => (/** @type {Buffer} */ into, /** @type {number[]} */ ...places) => {
  const copied = bytes.copy(into, ...places);
  counts.bytes += copied;
  return copied;
};

/**
 * Makes the functions of a module accept counting arrays.
 * @param {Record<string, any>} module its exports
 * @param {(result: unknown, values: any[]) => number} bytesOf returns how many bytes a call has copied
 */
function countCopies(module, bytesOf) {
  for (const [name, call] of Object.entries(module)) {
    if (typeof call !== 'function') continue;
    module[name] = function counting(/** @type {unknown[]} */ ...values) {
      const result = call.apply(uncounted(this), values.map(uncounted));
      if (arrays.has(this) || values.some((value) => arrays.has(value))) counts.bytes += bytesOf(result, values);
      return result;
    };
  }
}

/** Counts the bytes that JavaScript copies. */
function countBytes() {
  const host = path.join(PACKAGES.ours, 'lib', 'host');
  // Slices return the text between two places, writes the number of bytes.
  countCopies(require(path.join(host, 'text-codec')), (result, [start, end]) => (
    typeof result === 'string' ? end - start : Number(result)));
  countCopies(require(path.join(host, 'views')), (_, [, length]) => (length > 0 ? length : 0));
  const { Memory } = require(path.join(host, 'memory'));
  const { makeViews } = Memory.prototype;
  Memory.prototype.makeViews = function makeCountingViews() {
    makeViews.call(this);
    for (const name of ['bytes', 'words', 'floats', 'integers']) this[name] = countingArray(this[name]);
  };
}

countCalls();
countBytes();
const Database = require(PACKAGES.ours);

/**
 * Returns what one execution of some work costs, when it has run before.
 * @param {() => unknown} work
 * @returns {{ exports: number, imports: number, bytes: number }}
 */
function costOf(work) {
  const TIMES = 10;
  for (let i = 0; i < TIMES; i += 1) work();
  const before = { ...counts };
  for (let i = 0; i < TIMES; i += 1) work();
  const cost = (/** @type {'exports' | 'imports' | 'bytes'} */ kind) => (counts[kind] - before[kind]) / TIMES;
  return { exports: cost('exports'), imports: cost('imports'), bytes: cost('bytes') };
}

module.exports = { Database, costOf };
