'use strict';

const { requireString } = require('../arguments');
const { connectionOf } = require('../connection-of');
const { allocateCString } = require('../guest/c-string');
const { SQLITE_OK, codeName } = require('../guest/result-codes');
const { takeText } = require('../guest/result-record');
const SqliteError = require('../sqlite-error');

/** @import { Connection } from '../connection' */
/** @import { DatabaseObject } from '../connection-of' */

/**
 * Loads an extension, whose entry point may execute SQL. Returns the result code and the reason of a failure.
 * @param {Connection} connection
 * @param {string} path
 * @param {string | undefined} entry
 */
function load(connection, path, entry) {
  const file = allocateCString(connection, path);
  const name = entry === undefined ? undefined : allocateCString(connection, entry);
  connection.enter();
  const code = connection.guest.db_load_extension(connection.address, file.address, name?.address ?? 0);
  connection.leave();
  file.free();
  name?.free();
  return { code, message: takeText(connection) };
}

/** @this {DatabaseObject} @param {unknown[]} args */
function loadExtension(...args) {
  const connection = connectionOf(this);
  const path = requireString(args[0]);
  if (args.length > 1 && typeof args[1] !== 'string') {
    throw new TypeError('Expected second argument to be a string');
  }
  connection.requireUnused();
  const { code, message } = load(connection, path, /** @type {string | undefined} */ (args[1]));
  if (code !== SQLITE_OK) throw connection.thrownOr(() => new SqliteError(message, codeName(code)));
  return this;
}

module.exports = { loadExtension };
