'use strict';

const { KEEP_BINDINGS } = require('../guest/parameter-area');
const { bindArguments } = require('./binder');

/** @import { Prepared } from './prepared' */

/**
 * Writes the arguments of a call to the parameter area. Returns how many values the guest is to bind, or KEEP_BINDINGS
 * if bind() has bound them for good.
 * @param {Prepared} statement
 * @param {unknown[]} args
 */
function writeParameters(statement, args) {
  if (statement.bound) {
    if (args.length > 0) throw alreadyBound();
    return KEEP_BINDINGS;
  }
  const { parameters, connection } = statement;
  if (args.length === parameters && statement.named === 0 && (parameters === 0 || connection.parameters.write(args))) {
    return parameters;
  }
  const values = bindArguments(statement, args);
  // Getters and proxies of the application have run.
  statement.requireReady();
  if (statement.bound) throw alreadyBound();
  if (parameters > 0) connection.parameters.write(values);
  return parameters;
}

const alreadyBound = () => new TypeError('This statement already has bound parameters');

module.exports = { writeParameters };
