'use strict';

const { expandedSql } = require('./execution');
const { preparedOf } = require('./statement');

/** @this {unknown} @returns {string} */
function toString() {
  const statement = preparedOf(this);
  const { connection, source } = statement;
  const expanded = statement.bound && statement.address !== 0 && connection.open ? expandedSql(statement) : null;
  return expanded ?? source;
}

module.exports = { toString };
