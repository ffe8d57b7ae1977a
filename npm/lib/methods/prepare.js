'use strict';

const { PREPARE_PERSISTENT } = require('../generated/abi');
const { connectionOf } = require('../connection-of');
const { requireString } = require('../arguments');
const { compile } = require('../statement/prepare-statement');
const { createStatement } = require('../statement');
const { finalizeWhenCollected } = require('../finalization');

/** @import { DatabaseObject } from '../connection-of' */

/** @this {DatabaseObject} @param {unknown} sql */
function prepare(sql) {
  const connection = connectionOf(this);
  const compiled = compile(connection, requireString(sql), PREPARE_PERSISTENT);
  const statement = createStatement(compiled, this);
  finalizeWhenCollected(statement, compiled);
  return statement;
}

module.exports = { prepare };
