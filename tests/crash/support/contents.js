'use strict';

// Digests of a database's content.

const { createHash } = require('node:crypto');

/** @import { Hash } from 'node:crypto' */
/** @import { Client } from './client' */

/** @param {string} name */
const quoted = (name) => `"${name.replaceAll('"', '""')}"`;

/** @param {Hash} hash @param {unknown} value */
function addValue(hash, value) {
  const isBlob = typeof value === 'object' && value !== null;
  hash.update(isBlob ? 'blob' : typeof value);
  hash.update(isBlob ? /** @type {Buffer} */ (value) : String(value));
  hash.update('\0');
}

/**
 * Returns a hash of the schema and of all rows.
 * @param {Client} client
 * @param {string} [database] its schema name in the connection
 */
function digest(client, database = 'main') {
  const hash = createHash('sha1');
  const schema = client.rows(`select type, name, sql from ${database}.sqlite_schema order by type, name`);
  for (const [type, name, sql] of schema) {
    addValue(hash, sql);
    if (type !== 'table') continue;
    const rows = client.rows(`select * from ${database}.${quoted(String(name))}`);
    for (const row of rows) for (const value of row) addValue(hash, value);
  }
  return hash.digest('hex').slice(0, 12);
}

/** The digest of a database without tables. */
const EMPTY_DIGEST = createHash('sha1').digest('hex').slice(0, 12);

/**
 * Returns the report of SQLite's own integrity check, `ok` for a sound database.
 * @param {Client} client
 */
function integrity(client) {
  return client.rows('pragma integrity_check(10)').map(([line]) => line).join('\n');
}

module.exports = { EMPTY_DIGEST, digest, integrity };
