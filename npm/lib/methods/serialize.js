'use strict';

const { option, requireName, requireOptions } = require('../arguments');
const { connectionOf } = require('../connection-of');
const { allocateCString } = require('../guest/c-string');
const { outOfMemory } = require('../guest/out-of-memory');
const { takeBytes } = require('../guest/result-record');

/** @import { DatabaseObject } from '../connection-of' */

/** @this {DatabaseObject} @param {unknown} options */
function serialize(options) {
  const checked = requireOptions(options, 'first');
  const attached = requireName(option(checked, 'attached', 'main'), 'attached');

  const connection = connectionOf(this);
  connection.requireUnused();
  const { address, guest } = connection;
  const name = allocateCString(connection, attached);
  const done = guest.db_serialize(address, name.address);
  name.free();
  // better-sqlite3 throws this error whatever the reason is.
  if (done === 0) throw outOfMemory();
  return takeBytes(connection);
}

module.exports = { serialize };
