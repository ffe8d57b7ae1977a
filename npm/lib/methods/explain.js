'use strict';

const { requireString } = require('../arguments');
const { connectionOf } = require('../connection-of');
const { queryAll } = require('../statement/all');
const { prepareStatement } = require('../statement/prepare-statement');

/** @import { DatabaseObject } from '../connection-of' */

/** @this {DatabaseObject} @param {unknown} source */
function explain(source) {
  const statement = prepareStatement(connectionOf(this), `EXPLAIN ${requireString(source)}`);
  // The parameters need no values.
  statement.bound = true;
  try {
    return queryAll(statement, []);
  } finally {
    statement.finalize();
  }
}

module.exports = { explain };
