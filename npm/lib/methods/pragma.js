'use strict';

const { booleanOption, requireOptions, requireString } = require('../arguments');
const { connectionOf } = require('../connection-of');
const { queryAll } = require('../statement/all');
const { queryFirst } = require('../statement/get');
const { prepareStatement } = require('../statement/prepare-statement');

/** @import { DatabaseObject } from '../connection-of' */

/** @this {DatabaseObject} @param {unknown} source @param {unknown} options */
function pragma(source, options) {
  const text = requireString(source);
  const simple = booleanOption(requireOptions(options), 'simple');
  const connection = connectionOf(this);
  connection.requireOpen();
  connection.requireNotExecuting();
  connection.requireNoIteratorsUnlessUnsafe();
  const statement = prepareStatement(connection, `PRAGMA ${text}`);
  try {
    if (!simple) return queryAll(statement, []);
    statement.setMode('pluck');
    return queryFirst(statement, []);
  } finally {
    statement.finalize();
  }
}

module.exports = { pragma };
