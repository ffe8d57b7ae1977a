'use strict';

const { requireBoolean } = require('../arguments');
const { preparedOf } = require('./statement');

/** @import { Mode } from './prepared' */

/**
 * Switches a mode on or, if the argument is false, off.
 * @param {unknown} object
 * @param {Mode} mode
 * @param {unknown[]} args
 */
function toggle(object, mode, args) {
  const statement = preparedOf(object);
  if (!statement.reader) throw new TypeError(`The ${mode}() method is only for statements that return data`);
  statement.connection.requireNotExecuting();
  statement.requireUnlocked();
  if (requireBoolean(args)) statement.setMode(mode);
  else if (statement.mode === mode) statement.setMode('flat');
  return object;
}

/** @this {unknown} @param {unknown[]} args */
function pluck(...args) {
  return toggle(this, 'pluck', args);
}

/** @this {unknown} @param {unknown[]} args */
function expand(...args) {
  return toggle(this, 'expand', args);
}

/** @this {unknown} @param {unknown[]} args */
function raw(...args) {
  return toggle(this, 'raw', args);
}

/** @this {unknown} @param {unknown[]} args */
function safeIntegers(...args) {
  const statement = preparedOf(this);
  statement.connection.requireNotExecuting();
  statement.requireUnlocked();
  statement.setSafeIntegers(requireBoolean(args));
  return this;
}

module.exports = { expand, pluck, raw, safeIntegers };
