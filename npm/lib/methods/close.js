'use strict';

const { connectionOf } = require('../connection-of');
const { releaseInstances } = require('../engine/choose');

/** @import { DatabaseObject } from '../connection-of' */

/** @this {DatabaseObject} */
function close() {
  const connection = connectionOf(this);
  connection.closeIfCutOff();
  if (connection.open) {
    connection.requireNotExecuting();
    connection.requireNoIterators();
    connection.close();
    releaseInstances();
  }
  return this;
}

module.exports = { close };
