'use strict';

// The one property that ties a Database object to its connection.

/** @import { Connection } from './connection' */

/** @typedef {object} DatabaseObject a Database, as its methods see it */

const KEY = Symbol();

/**
 * Returns the connection behind a Database object.
 * @param {DatabaseObject} database
 * @returns {Connection}
 */
function connectionOf(database) {
  return /** @type {{ [KEY]: Connection }} */ (database)[KEY];
}

module.exports = { KEY, connectionOf };
