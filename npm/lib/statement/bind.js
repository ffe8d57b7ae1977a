'use strict';

const { bindParameters } = require('./execution');
const { compiledOf } = require('./statement');

const TWICE = 'The bind() method can only be invoked once per statement object';

/** @this {unknown} @param {unknown[]} given */
function bind(...given) {
  const statement = compiledOf(this);
  if (statement.bound) throw new TypeError(TWICE);
  statement.requireReady();
  bindParameters(statement, given);
  statement.bound = true;
  return this;
}

module.exports = { bind };
