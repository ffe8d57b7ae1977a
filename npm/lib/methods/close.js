'use strict';

const { releaseEngine } = require('../engine/choose');
const { connectionOf } = require('../connection-of');

/** @import { DatabaseObject } from '../connection-of' */

/** @this {DatabaseObject} */
function close() {
  const connection = connectionOf(this);
  if (connection.open) {
    connection.requireIdle();
    connection.requireNoIterators();
    connection.close();
    releaseEngine();
  }
  return this;
}

module.exports = { close };
