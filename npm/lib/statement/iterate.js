'use strict';

const { bindParameters, requireReader } = require('./execution');
const { createIterator } = require('./iterator');
const { preparedOf } = require('./statement');

/** @import { Statement } from './statement' */

const MAX_ITERATORS = 0xffff;

/** @this {unknown} @param {unknown[]} args */
function iterate(...args) {
  const statement = preparedOf(this);
  const { connection } = statement;
  requireReader(statement);
  statement.requireExecutable();
  if (connection.iterators === MAX_ITERATORS) throw new RangeError('Too many active database iterators');
  bindParameters(statement, args);
  statement.locked = true;
  connection.iterators += 1;
  return createIterator(statement, /** @type {Statement} */ (this));
}

module.exports = { iterate };
