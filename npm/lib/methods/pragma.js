'use strict';

const { connectionOf } = require('../internal');
const { booleanOption, requireOptions, requireString } = require('../options');
const { rest } = require('../statement/all');
const { compile } = require('../statement/compile');
const { first } = require('../statement/get');

/** @import { DatabaseObject } from '../internal' */

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
