'use strict';

const { bindParameters } = require('./execution');
const { preparedOf } = require('./statement');

const TWICE = 'The bind() method can only be invoked once per statement object';

/** @this {unknown} @param {unknown[]} args */
function bind(...args) {
  const statement = preparedOf(this);
  if (statement.bound) throw new TypeError(TWICE);
  statement.requireExecutable();
  bindParameters(statement, args);
  statement.bound = true;
  statement.boundOnce = false;
  return this;
}

module.exports = { bind };
