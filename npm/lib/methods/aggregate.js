'use strict';

const { option, requireFunctionOrNone, requireString } = require('../arguments');
const { AggregateHandler } = require('../callbacks/aggregate-handler');
const {
  readFunctionOptions, register, requireFewArguments, requireFunctionName, requireLength,
} = require('../callbacks/register');
const { connectionOf } = require('../connection-of');
const { functionFlags } = require('../guest/flags');
const { Math } = require('../intrinsics');

/** @import { Options } from '../arguments' */
/** @import { DatabaseObject } from '../connection-of' */

/** @param {Options} options @param {string} name */
const functionOption = (options, name) => requireFunctionOrNone(option(options, name), name);

/** @param {Options} options */
function requireStep(options) {
  const step = functionOption(options, 'step');
  if (step === null) throw new TypeError('Missing required option "step"');
  return step;
}

/**
 * Returns the number of arguments. The accumulator, which is the first parameter, is none.
 * @param {Function} step
 * @param {Function | null} inverse
 */
function countArguments(step, inverse) {
  const longest = Math.max(requireLength(step), inverse === null ? 0 : requireLength(inverse));
  return requireFewArguments(Math.max(longest - 1, 0));
}

/** @this {DatabaseObject} @param {unknown} name @param {unknown} options */
function defineAggregate(name, options) {
  const text = requireString(name);
  if (typeof options !== 'object' || options === null) {
    throw new TypeError('Expected second argument to be an options object');
  }
  requireFunctionName(text);
  const checked = /** @type {Options} */ (options);
  const start = option(checked, 'start', null);
  const step = requireStep(checked);
  const inverse = functionOption(checked, 'inverse');
  const result = functionOption(checked, 'result');
  const settings = readFunctionOptions(checked);
  const count = settings.varargs ? -1 : countArguments(step, inverse);

  const connection = connectionOf(this);
  connection.requireUnused();
  const { address, guest } = connection;
  const flags = functionFlags({ safeIntegers: connection.safeIntegers, ...settings });
  const handler = new AggregateHandler(connection, text, { start, step, inverse, result });
  /** @param {number} at @param {number} number */
  const create = (at, number) => (
    guest.db_create_aggregate(address, at, count, flags, number, inverse === null ? 0 : 1)
  );
  register(connection, text, handler, create, defineAggregate);
  return this;
}

module.exports = { defineAggregate };
