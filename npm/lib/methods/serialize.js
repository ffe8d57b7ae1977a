'use strict';

const { connectionOf } = require('../connection-of');
const { option, requireName, requireOptions } = require('../arguments');
const { OwnSqlText } = require('../guest/sql-text');

/** @import { DatabaseObject } from '../connection-of' */

/** @this {DatabaseObject} @param {unknown} given */
function serialize(given) {
  const options = requireOptions(given, 'first');
  const attached = requireName(option(options, 'attached', 'main'), 'attached');

  const connection = connectionOf(this);
  connection.requireFree();
  const { address, guest } = connection;
  const name = new OwnSqlText(connection, attached);
  const done = guest.db_serialize(address, name.address);
  name.free();
  // better-sqlite3's words, whatever the reason is.
  if (done === 0) throw new Error('Out of memory');
  return connection.takeBytes();
}

module.exports = { serialize };
