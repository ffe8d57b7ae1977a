'use strict';

const { releaseEngine } = require('../engine/choose');
const { connectionOf } = require('../internal');

/** @import { DatabaseObject } from '../internal' */

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
