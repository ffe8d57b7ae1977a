'use strict';

// Reads what an application passes. A property counts as given if it is there, inherited or not, whatever its value.

/** @typedef {Record<string, unknown>} Options */

/**
 * Gives a boolean option, false if it is not given.
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
 * Gives an option of any type.
 * @param {Options} options
 * @param {string} name
 * @param {unknown} [otherwise]
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
 * Gives the argument of a method that switches something: true if there is none.
 * @param {unknown[]} given
 */
function requireBoolean(given) {
  if (given.length === 0) return true;
  const [on] = given;
  if (typeof on !== 'boolean') throw new TypeError('Expected first argument to be a boolean');
  return on;
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function requireString(value) {
  if (typeof value !== 'string') throw new TypeError('Expected first argument to be a string');
  return value;
}

/**
 * Gives the options, none for null and undefined.
 * @param {unknown} value
 * @param {'first' | 'second'} [place] which argument it is
 * @returns {Options}
 */
function requireOptions(value, place = 'second') {
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object') throw new TypeError(`Expected ${place} argument to be an options object`);
  return /** @type {Options} */ (value);
}

module.exports = {
  booleanOption, option, requireBoolean, requireFunctionOrNone, requireName, requireOptions, requireString,
};
