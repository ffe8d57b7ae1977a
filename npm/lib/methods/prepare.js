'use strict';

const { requireString } = require('../arguments');
const { connectionOf } = require('../connection-of');
const { finalizeWhenCollected } = require('../finalization');
const { createStatement } = require('../statement');
const { prepareStatement } = require('../statement/prepare-statement');

/** @import { DatabaseObject } from '../connection-of' */

/** @this {DatabaseObject} @param {unknown} sql */
function prepare(sql) {
  const prepared = prepareStatement(connectionOf(this), requireString(sql), { isPersistent: true });
  const statement = createStatement(prepared, this);
  finalizeWhenCollected(statement, prepared);
  return statement;
}

module.exports = { prepare };
