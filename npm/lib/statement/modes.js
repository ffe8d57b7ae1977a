'use strict';

const { requireBoolean } = require('../arguments');
const { compiledOf } = require('./statement');

/** @import { Mode } from './prepared' */

/**
 * Turns a mode on, or off if it is on.
 * @param {unknown} object
 * @param {Mode} mode
 * @param {unknown[]} given
 */
function toggle(object, mode, given) {
  const statement = compiledOf(object);
  if (!statement.reader) throw new TypeError(`The ${mode}() method is only for statements that return data`);
  statement.connection.requireIdle();
  statement.requireUnlocked();
  if (requireBoolean(given)) statement.setMode(mode);
  else if (statement.mode === mode) statement.setMode('flat');
  return object;
}

/** @this {unknown} @param {unknown[]} given */
function pluck(...given) {
  return toggle(this, 'pluck', given);
}

/** @this {unknown} @param {unknown[]} given */
function expand(...given) {
  return toggle(this, 'expand', given);
}

/** @this {unknown} @param {unknown[]} given */
function raw(...given) {
  return toggle(this, 'raw', given);
}

/** @this {unknown} @param {unknown[]} given */
function safeIntegers(...given) {
  const statement = compiledOf(this);
  statement.connection.requireIdle();
  statement.requireUnlocked();
  statement.setSafeIntegers(requireBoolean(given));
  return this;
}

module.exports = { expand, pluck, raw, safeIntegers };
