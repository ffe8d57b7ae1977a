'use strict';

const { RESULT_TEXT, RESULT_TEXT_LEN } = require('../generated/abi');
const { connectionOf } = require('../internal');
const { option, requireAttached } = require('../options');
const { OwnSqlText } = require('../sql-text');

/** @import { DatabaseObject } from '../internal' */
/** @import { Options } from '../options' */

/** @this {DatabaseObject} @param {unknown} given */
function serialize(given) {
  const options = given ?? {};
  if (typeof options !== 'object') throw new TypeError('Expected first argument to be an options object');
  const attached = requireAttached(option(/** @type {Options} */ (options), 'attached', 'main'));

  const connection = connectionOf(this);
  connection.requireFree();
  const { address, guest, memory } = connection;
  const name = new OwnSqlText(connection, attached);
  const done = guest.serialize(address, name.address);
  name.free();
  // better-sqlite3's words, whatever the reason is.
  if (done === 0) throw new Error('Out of memory');
  const copy = memory.uint32(address + RESULT_TEXT);
  try {
    return memory.copy(copy, memory.uint32(address + RESULT_TEXT_LEN));
  } finally {
    guest.free(copy);
  }
}

module.exports = { serialize };
