'use strict';

// Puts the arguments of a call where the guest reads parameters from.

const { VALUE_BYTES } = require('../generated/abi');
const { arrange } = require('./binder');

/** @import { Compiled } from './prepared' */

/**
 * Writes values to the parameter cells. Gives false, with nothing kept, if one of them is no plain value.
 * @param {Compiled} statement
 * @param {unknown[]} values as many as there are parameters
 */
function writeCells(statement, values) {
  const { cells } = statement.connection;
  const count = values.length;
  try {
    cells.begin(count);
    for (let i = 0, at = cells.address; i < count; i += 1, at += VALUE_BYTES) {
      if (!cells.write(at, values[i])) {
        cells.abandon();
        return false;
      }
    }
    return true;
  } catch (error) {
    cells.abandon();
    throw error;
  }
}

/**
 * Puts the arguments of a call where the guest reads parameters from. Gives the number of cells, or -1 if the statement
 * keeps the parameters that it has.
 * @param {Compiled} statement
 * @param {unknown[]} given
 */
function placeParameters(statement, given) {
  if (statement.bound) {
    if (given.length > 0) throw new TypeError('This statement already has bound parameters');
    return -1;
  }
  const { parameters } = statement;
  if (given.length === parameters && statement.named === 0 && (parameters === 0 || writeCells(statement, given))) {
    return parameters;
  }
  const values = arrange(statement, given);
  statement.requireReady();
  if (statement.bound) throw new TypeError('This statement already has bound parameters');
  if (parameters > 0) writeCells(statement, values);
  return parameters;
}

module.exports = { placeParameters };
