'use strict';

const { connectionOf } = require('../connection-of');
const { requireString } = require('../arguments');
const { SQLITE_OK, codeName } = require('../guest/result-codes');
const { OwnSqlText } = require('../guest/sql-text');
const SqliteError = require('../sqlite-error');

/** @import { Connection } from '../connection' */
/** @import { DatabaseObject } from '../connection-of' */

/**
 * Asks the guest, which refuses and says why.
 * @param {Connection} connection
 * @param {string} path
 * @param {string | undefined} entry
 */
function load(connection, path, entry) {
  const file = new OwnSqlText(connection, path);
  const name = entry === undefined ? undefined : new OwnSqlText(connection, entry);
  const code = connection.guest.db_load_extension(connection.address, file.address, name?.address ?? 0);
  file.free();
  name?.free();
  return { code, message: connection.takeText() };
}

/** @this {DatabaseObject} @param {unknown[]} given */
function loadExtension(...given) {
  const connection = connectionOf(this);
  const path = requireString(given[0]);
  if (given.length > 1 && typeof given[1] !== 'string') {
    throw new TypeError('Expected second argument to be a string');
  }
  connection.requireFree();
  const { code, message } = load(connection, path, /** @type {string | undefined} */ (given[1]));
  if (code !== SQLITE_OK) throw new SqliteError(message, codeName(code));
  return this;
}

module.exports = { loadExtension };
