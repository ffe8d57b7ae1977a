'use strict';

const { bindParameters, requireReader } = require('./execution');
const { createIterator } = require('./iterator');
const { compiledOf } = require('./statement');

/** @import { Statement } from './statement' */

const MOST_ITERATORS = 0xffff;

/** @this {unknown} @param {unknown[]} given */
function iterate(...given) {
  const statement = compiledOf(this);
  const { connection } = statement;
  requireReader(statement);
  statement.requireReady();
  if (connection.iterators === MOST_ITERATORS) throw new RangeError('Too many active database iterators');
  bindParameters(statement, given);
  statement.locked = true;
  connection.iterators += 1;
  return createIterator(statement, /** @type {Statement} */ (this));
}

module.exports = { iterate };
