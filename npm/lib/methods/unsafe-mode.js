'use strict';

const { requireBoolean } = require('../arguments');
const { connectionOf } = require('../connection-of');

/** @import { DatabaseObject } from '../connection-of' */

/** @this {DatabaseObject} @param {unknown[]} args */
function unsafeMode(...args) {
  const connection = connectionOf(this);
  connection.requireOpen();
  connection.unsafe = requireBoolean(args);
  connection.guest.db_set_defensive(connection.address, connection.unsafe ? 0 : 1);
  return this;
}

module.exports = { unsafeMode };
