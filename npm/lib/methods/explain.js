'use strict';

const { connectionOf } = require('../connection-of');
const { requireString } = require('../arguments');
const { rest } = require('../statement/all');
const { compile } = require('../statement/prepare-statement');

/** @import { DatabaseObject } from '../connection-of' */

/** @this {DatabaseObject} @param {unknown} source */
function explain(source) {
  const statement = compile(connectionOf(this), `EXPLAIN ${requireString(source)}`, 0);
  // Its parameters may stay without values.
  statement.bound = true;
  try {
    return rest(statement, [], rest);
  } finally {
    statement.finalize();
  }
}

module.exports = { explain };
