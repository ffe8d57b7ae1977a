'use strict';

const { KEEP_BINDINGS } = require('../guest/parameter-area');
const { bindArguments } = require('./binder');

/** @import { Prepared } from './prepared' */

const alreadyBound = () => new TypeError('This statement already has bound parameters');

/**
 * Assigns the arguments of a call to the parameters and writes them. Returns how many values the guest is to bind.
 * @param {Prepared} statement
 * @param {unknown[]} args
 */
function writeBoundArguments(statement, args) {
  const values = bindArguments(statement, args);
  // Getters and proxies of the application have run.
  statement.requireExecutable();
  if (statement.bound) throw alreadyBound();
  if (statement.parameters > 0) statement.connection.parameters.write(values);
  return statement.parameters;
}

/**
 * Writes the arguments of a call to the parameter area. Returns how many values the guest is to bind, or KEEP_BINDINGS
 * if bind() has bound them for good. Small, so that V8 inlines it: the rare cases are functions of their own.
 * @param {Prepared} statement
 * @param {unknown[]} args
 */
function writeParameters(statement, args) {
  if (statement.bound) return keepBindings(args);
  const { parameters } = statement;
  const isList = args.length === parameters && statement.named === 0;
  if (isList && (parameters === 0 || statement.connection.parameters.write(args))) return parameters;
  return writeBoundArguments(statement, args);
}

/** @param {unknown[]} args */
function keepBindings(args) {
  if (args.length > 0) throw alreadyBound();
  return KEEP_BINDINGS;
}

module.exports = { writeParameters };
