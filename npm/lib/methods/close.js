'use strict';

const { releaseInstances } = require('../engine/choose');
const { connectionOf } = require('../connection-of');

/** @import { DatabaseObject } from '../connection-of' */

/** @this {DatabaseObject} */
function close() {
  const connection = connectionOf(this);
  if (connection.open) {
    connection.requireIdle();
    connection.requireNoIterators();
    connection.close();
    releaseInstances();
  }
  return this;
}

module.exports = { close };
