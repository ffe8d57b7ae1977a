'use strict';

// Reads the application's views of memory. A property that decides how much is copied must be the engine's own: an
// application can define `byteLength` anew, on one object or on a prototype. So the engine's getters are taken once, at
// load, and nothing else is asked.

const { ArrayBuffer, DataView, Function, isView, Object, Uint8Array } = require('../intrinsics');

const TypedArray = Object.getPrototypeOf(Uint8Array);

/**
 * Returns a function in place of a method: its first argument is the object.
 * @param {Function} method
 * @returns {(object: any, ...args: any[]) => any}
 */
const detached = (method) => Function.prototype.call.bind(method);

/**
 * Returns a function that reads a property by the getter of a prototype.
 * @param {object} prototype
 * @param {PropertyKey} key
 */
const getter = (prototype, key) => (
  detached(/** @type {Function} */ (Object.getOwnPropertyDescriptor(prototype, key)?.get)));

/** Returns the name of a typed array's type, undefined for any other value. */
const typeOf = getter(TypedArray.prototype, Symbol.toStringTag);
const arrayLength = getter(TypedArray.prototype, 'byteLength');
const arrayOffset = getter(TypedArray.prototype, 'byteOffset');
const arrayBuffer = getter(TypedArray.prototype, 'buffer');
const viewLength = getter(DataView.prototype, 'byteLength');
const viewOffset = getter(DataView.prototype, 'byteOffset');
const viewBuffer = getter(DataView.prototype, 'buffer');
const bufferLength = getter(ArrayBuffer.prototype, 'byteLength');
const setArray = detached(TypedArray.prototype.set);

/** Up to this length a loop is faster than another view. */
const SHORT = 32;

/**
 * Returns the length of a view in bytes: 0 if its buffer was detached or has become too short for it. Throws for a
 * DataView of such a buffer. The length can change whenever other code runs, and that of a view of growable shared
 * memory at any time.
 * @param {ArrayBufferView} view
 * @returns {number}
 */
function byteLength(view) {
  return typeOf(view) === undefined ? viewLength(view) : arrayLength(view);
}

/**
 * Returns whether memory belongs to this thread alone.
 * @param {ArrayBufferLike} buffer
 */
function isUnshared(buffer) {
  try {
    bufferLength(buffer);
    return true;
  } catch {
    return false;
  }
}

/**
 * Returns the first bytes of a view as an array of bytes. That of shared memory does not grow with the memory.
 * @param {ArrayBufferView} view
 * @param {number} length of the view
 * @returns {Uint8Array}
 */
function firstBytes(view, length) {
  const type = typeOf(view);
  if (type === undefined) return new Uint8Array(viewBuffer(view), viewOffset(view), length);
  const buffer = arrayBuffer(view);
  if (type === 'Uint8Array' && isUnshared(buffer)) return /** @type {Uint8Array} */ (view);
  return new Uint8Array(buffer, arrayOffset(view), length);
}

/**
 * Copies the first bytes of a view, exactly as many as given.
 * @param {ArrayBufferView} view
 * @param {number} length of the view, from `byteLength`, with no other code run since
 * @param {Uint8Array} into
 * @param {number} at
 */
function copyBytes(view, length, into, at) {
  if (length > SHORT || typeOf(view) !== 'Uint8Array') {
    if (length > 0) setArray(into, firstBytes(view, length), at);
    return;
  }
  const bytes = /** @type {Uint8Array} */ (view);
  for (let i = 0; i < length; i += 1) into[at + i] = bytes[i];
}

module.exports = { byteLength, copyBytes, isView };
