'use strict';

const { PREPARE_PERSISTENT } = require('../generated/abi');
const { connectionOf } = require('../internal');
const { requireString } = require('../options');
const { compile } = require('../statement/compile');
const { createStatement } = require('../statement');
const { finalizeWhenCollected } = require('../lifetime');

/** @import { DatabaseObject } from '../internal' */

/** @this {DatabaseObject} @param {unknown} sql */
function prepare(sql) {
  const connection = connectionOf(this);
  const compiled = compile(connection, requireString(sql), PREPARE_PERSISTENT);
  const statement = createStatement(compiled, this);
  finalizeWhenCollected(statement, compiled);
  return statement;
}

module.exports = { prepare };
