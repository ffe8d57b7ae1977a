'use strict';

const { requireOptions, requireString } = require('../arguments');
const { FunctionHandler } = require('../callbacks/function-handler');
const {
  readFunctionOptions, register, requireFewArguments, requireFunctionName, requireLength,
} = require('../callbacks/register');
const { connectionOf } = require('../connection-of');
const { functionFlags } = require('../guest/flags');

/** @import { DatabaseObject } from '../connection-of' */

/** @this {DatabaseObject} @param {unknown} name @param {unknown} options @param {unknown} fn */
function defineFunction(name, options, fn) {
  const [optionsArgument, implementation] = typeof options === 'function' ? [undefined, options] : [options, fn];
  const text = requireString(name);
  if (typeof implementation !== 'function') throw new TypeError('Expected last argument to be a function');
  const checked = requireOptions(optionsArgument);
  requireFunctionName(text);
  const settings = readFunctionOptions(checked);
  const count = settings.varargs ? -1 : requireFewArguments(requireLength(implementation));

  const connection = connectionOf(this);
  connection.requireUnused();
  const { address, guest } = connection;
  const flags = functionFlags({ safeIntegers: connection.safeIntegers, ...settings });
  const handler = new FunctionHandler(connection, text, implementation);
  /** @param {number} at @param {number} number */
  const create = (at, number) => guest.db_create_function(address, at, count, flags, number);
  register(connection, text, handler, create, defineFunction);
  return this;
}

module.exports = { defineFunction };
