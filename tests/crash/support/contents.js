'use strict';

// The content of a database as one short text.

const { createHash } = require('node:crypto');

/** @import { Hash } from 'node:crypto' */
/** @import { Client } from './client' */

/** @param {string} name */
const quoted = (name) => `"${name.replaceAll('"', '""')}"`;

/** @param {Hash} hash @param {unknown} value */
function addValue(hash, value) {
  const bytes = typeof value === 'object' && value !== null;
  hash.update(bytes ? 'blob' : typeof value);
  hash.update(bytes ? /** @type {Buffer} */ (value) : String(value));
  hash.update('\0');
}

/**
 * Gives a hash of the schema and of all rows.
 * @param {Client} client
 * @param {string} [database] its name in the connection
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

/** What `digest` gives for a database without tables. */
const EMPTY = createHash('sha1').digest('hex').slice(0, 12);

/**
 * Gives what is wrong with a database according to SQLite itself, `ok` for nothing.
 * @param {Client} client
 */
function integrity(client) {
  return client.rows('pragma integrity_check(10)').map(([line]) => line).join('\n');
}

module.exports = { EMPTY, digest, integrity };
