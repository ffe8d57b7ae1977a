'use strict';

const { connectionOf } = require('../connection-of');
const { booleanOption, requireOptions, requireString } = require('../arguments');
const { rest } = require('../statement/all');
const { compile } = require('../statement/prepare-statement');
const { first } = require('../statement/get');

/** @import { DatabaseObject } from '../connection-of' */

/** @this {DatabaseObject} @param {unknown} source @param {unknown} options */
function pragma(source, options) {
  const text = requireString(source);
  const simple = booleanOption(requireOptions(options), 'simple');
  const connection = connectionOf(this);
  connection.requireOpen();
  connection.requireIdle();
  connection.requireNoIteratorsUnlessUnsafe();
  const statement = compile(connection, `PRAGMA ${text}`, 0);
  try {
    if (!simple) return rest(statement, [], rest);
    statement.setMode('pluck');
    return first(statement, [], first);
  } finally {
    statement.finalize();
  }
}

module.exports = { pragma };
