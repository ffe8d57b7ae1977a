'use strict';

// Checks the arguments and options of the API. An option is present if its property exists, inherited or not, whatever
// its value.

const { types } = require('node:util');

/** @typedef {Record<string, unknown>} Options */

/**
 * Returns a boolean option, false if it is absent.
 * @param {Options} options
 * @param {string} name
 */
function booleanOption(options, name) {
  if (!(name in options)) return false;
  const value = options[name];
  if (typeof value !== 'boolean') throw new TypeError(`Expected the "${name}" option to be a boolean`);
  return value;
}

/**
 * Returns an option of any type.
 * @param {Options} options
 * @param {string} name
 * @param {unknown} [otherwise] what is returned if the option is absent
 */
function option(options, name, otherwise) {
  return name in options ? options[name] : otherwise;
}

/**
 * Checks an option that is a name.
 * @param {unknown} value
 * @param {string} name of the option
 * @returns {string}
 */
function requireName(value, name) {
  if (typeof value !== 'string') throw new TypeError(`Expected the "${name}" option to be a string`);
  if (value === '') throw new TypeError(`The "${name}" option cannot be an empty string`);
  return value;
}

/**
 * Checks an option that is a function, or null or undefined for none.
 * @param {unknown} value
 * @param {string} name of the option
 * @returns {((...values: any[]) => unknown) | null}
 */
function requireFunctionOrNone(value, name) {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'function') throw new TypeError(`Expected the "${name}" option to be a function`);
  return /** @type {(...values: any[]) => unknown} */ (value);
}

/**
 * Checks a first argument that is a function, or null or undefined for none.
 * @param {unknown} value
 * @returns {((...values: any[]) => unknown) | null}
 */
function requireOptionalFunction(value) {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'function') throw new TypeError('Expected first argument to be a function');
  return /** @type {(...values: any[]) => unknown} */ (value);
}

/**
 * Returns the argument of a method that switches something, true if there is no argument.
 * @param {unknown[]} args
 */
function requireBoolean(args) {
  if (args.length === 0) return true;
  const [on] = args;
  if (typeof on !== 'boolean') throw new TypeError('Expected first argument to be a boolean');
  return on;
}

/**
 * Checks a first argument that is a string.
 * @param {unknown} value
 * @returns {string}
 */
function requireString(value) {
  if (typeof value !== 'string') throw new TypeError('Expected first argument to be a string');
  return value;
}

/**
 * Checks an argument of options. Returns no options for null and undefined.
 * @param {unknown} value
 * @param {'first' | 'second'} [position] which argument it is
 * @returns {Options}
 */
function requireOptions(value, position = 'second') {
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object') throw new TypeError(`Expected ${position} argument to be an options object`);
  return /** @type {Options} */ (value);
}

/**
 * Checks an argument that is a changeset.
 * @param {unknown} value
 * @param {string} what how the error names the argument
 * @returns {Uint8Array}
 */
function requireChangeset(value, what) {
  if (types.isUint8Array(value)) return value;
  throw new TypeError(`Expected ${what} to be a Buffer or a Uint8Array`);
}

module.exports = {
  booleanOption, option, requireBoolean, requireChangeset, requireFunctionOrNone, requireName, requireOptionalFunction,
  requireOptions, requireString,
};
