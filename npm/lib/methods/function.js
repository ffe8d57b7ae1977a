'use strict';

const { FunctionHandler } = require('../callbacks/function-handler');
const {
  functionFlags, readFunctionOptions, register, requireFewArguments, requireFunctionName, requireLength,
} = require('../callbacks/register');
const { connectionOf } = require('../connection-of');
const { requireOptions, requireString } = require('../arguments');

/** @import { DatabaseObject } from '../connection-of' */

/** @this {DatabaseObject} @param {unknown} name @param {unknown} options @param {unknown} fn */
function defineFunction(name, options, fn) {
  const implementation = typeof options === 'function' ? options : fn;
  const given = typeof options === 'function' ? undefined : options;
  const text = requireString(name);
  if (typeof implementation !== 'function') throw new TypeError('Expected last argument to be a function');
  const checked = requireOptions(given);
  requireFunctionName(text);
  const settings = readFunctionOptions(checked);
  const count = settings.varargs ? -1 : requireFewArguments(requireLength(implementation));

  const connection = connectionOf(this);
  connection.requireFree();
  const { address, guest } = connection;
  const flags = functionFlags(connection, settings);
  const handler = new FunctionHandler(connection, text, implementation);
  /** @param {number} at @param {number} number */
  const create = (at, number) => guest.db_create_function(address, at, count, flags, number);
  register(connection, text, handler, create, defineFunction);
  return this;
}

module.exports = { defineFunction };
