'use strict';

const { option, requireName, requireOptions } = require('../arguments');
const { connectionOf } = require('../connection-of');
const { finalizeWhenCollected } = require('../finalization');
const { allocateCString } = require('../guest/c-string');
const { sqliteNoMemory } = require('../guest/out-of-memory');
const { createSessionObject } = require('../session/session');
const { SessionHandle } = require('../session/session-handle');

/** @import { Connection } from '../connection' */
/** @import { DatabaseObject } from '../connection-of' */

/**
 * Opens a session in the guest. Returns its address.
 * @param {Connection} connection
 * @param {string} database name of the database to record
 * @param {string | undefined} table undefined for all tables
 */
function open(connection, database, table) {
  const { address, guest } = connection;
  const databaseName = allocateCString(connection, database);
  const tableName = table === undefined ? undefined : allocateCString(connection, table);
  const session = guest.session_open(address, databaseName.address, tableName?.address ?? 0) >>> 0;
  databaseName.free();
  tableName?.free();
  if (session === 0) throw sqliteNoMemory();
  return session;
}

/** @this {DatabaseObject} @param {unknown} options */
function createSession(options) {
  const checked = requireOptions(options, 'first');
  const table = 'table' in checked ? requireName(checked.table, 'table') : undefined;
  const database = requireName(option(checked, 'db', 'main'), 'db');

  const connection = connectionOf(this);
  connection.requireUnused();
  const handle = new SessionHandle(connection, open(connection, database, table));
  const session = createSessionObject(handle, this);
  finalizeWhenCollected(session, handle);
  return session;
}

module.exports = { createSession };
