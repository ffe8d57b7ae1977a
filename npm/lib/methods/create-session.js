'use strict';

const { connectionOf } = require('../connection-of');
const { finalizeWhenCollected } = require('../finalization');
const { option, requireName, requireOptions } = require('../arguments');
const { SQLITE_NOMEM, codeName } = require('../guest/result-codes');
const { Recording } = require('../session/session-handle');
const { openSession } = require('../session/session');
const { OwnSqlText } = require('../guest/sql-text');
const SqliteError = require('../sqlite-error');

/** @import { Connection } from '../connection' */
/** @import { DatabaseObject } from '../connection-of' */

/**
 * Gives the address of a session that the guest has opened.
 * @param {Connection} connection
 * @param {string} database which of its databases
 * @param {string | undefined} table
 */
function open(connection, database, table) {
  const { address, guest } = connection;
  const databaseName = new OwnSqlText(connection, database);
  const tableName = table === undefined ? undefined : new OwnSqlText(connection, table);
  const session = guest.session_open(address, databaseName.address, tableName?.address ?? 0) >>> 0;
  databaseName.free();
  tableName?.free();
  if (session === 0) throw new SqliteError('out of memory', codeName(SQLITE_NOMEM));
  return session;
}

/** @this {DatabaseObject} @param {unknown} options */
function createSession(options) {
  const given = requireOptions(options, 'first');
  const table = 'table' in given ? requireName(given.table, 'table') : undefined;
  const database = requireName(option(given, 'db', 'main'), 'db');

  const connection = connectionOf(this);
  connection.requireFree();
  const recording = new Recording(connection, open(connection, database, table));
  const session = openSession(recording, this);
  finalizeWhenCollected(session, recording);
  return session;
}

module.exports = { createSession };
