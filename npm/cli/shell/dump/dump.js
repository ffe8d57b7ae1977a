'use strict';

const { insertsOf } = require('./table-rows');
const { literalsOf } = require('./literals');

/** @import { Database } from '../../../index' */

/** @typedef {{ type: string, name: string, tbl_name: string, sql: string }} SchemaRow */

const TABLES = `
  SELECT type, name, tbl_name, sql FROM main.sqlite_schema
  WHERE type = 'table' AND sql IS NOT NULL AND name LIKE ? ORDER BY name = 'sqlite_sequence', rowid`;
const OTHERS = `
  SELECT type, name, tbl_name, sql FROM main.sqlite_schema
  WHERE type <> 'table' AND sql IS NOT NULL AND tbl_name LIKE ? ORDER BY rowid`;

const IS_VIRTUAL = /^CREATE VIRTUAL TABLE/i;

/** Numbers that applications keep in the file's header. */
const HEADER_PRAGMAS = ['user_version', 'application_id'];

/** Tables that SQLite makes itself, and how to have it make them. */
const OWN_TABLES = new Map([
  ['sqlite_sequence', ''],
  ['sqlite_stat1', 'ANALYZE sqlite_schema;\n'],
]);

/**
 * Returns a statement with its semicolon, which a comment at the end must not swallow.
 * @param {string} sql
 */
const terminated = (sql) => (sql.includes('--') ? `${sql}\n;\n` : `${sql};\n`);

/** @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

/**
 * Returns what declares a virtual table without running its module, which would create tables that the dump has.
 * @param {SchemaRow} row
 */
function virtualTable({ type, name, tbl_name: table, sql }) {
  const values = [type, name, table].map(quoted).join(',');
  return `INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql) VALUES(${values},0,${quoted(sql)});\n`;
}

/**
 * Yields the SQL of tables and their rows.
 * @param {Database} db
 * @param {SchemaRow[]} tables
 * @param {string} encoding
 */
function* tablesOf(db, tables, encoding) {
  const literalOf = literalsOf(encoding);
  for (const row of tables) {
    const { name, sql } = row;
    if (IS_VIRTUAL.test(sql)) {
      yield virtualTable(row);
      continue;
    }
    if (name.startsWith('sqlite_')) {
      const creation = OWN_TABLES.get(name);
      if (creation === undefined) continue;
      yield `${creation}DELETE FROM ${name};\n`;
    } else {
      yield terminated(sql);
    }
    yield* insertsOf(db, name, literalOf);
  }
}

/**
 * Yields SQL that creates the main database again, as it is when the first piece is read.
 * @param {Database} db
 * @param {string} pattern of LIKE, for the names of tables
 */
function* dumpOf(db, pattern) {
  const encoding = String(db.pragma('encoding', { simple: true }));
  const tables = /** @type {SchemaRow[]} */ (db.prepare(TABLES).all(pattern));
  const others = /** @type {SchemaRow[]} */ (db.prepare(OTHERS).all(pattern));
  const hasVirtual = tables.some(({ sql }) => IS_VIRTUAL.test(sql));

  yield 'PRAGMA foreign_keys=OFF;\n';
  if (encoding !== 'UTF-8') yield `PRAGMA encoding='${encoding}';\n`;
  yield 'BEGIN TRANSACTION;\n';
  for (const name of HEADER_PRAGMAS) {
    const value = db.pragma(name, { simple: true });
    if (value !== 0) yield `PRAGMA ${name}=${value};\n`;
  }
  if (hasVirtual) yield 'PRAGMA writable_schema=ON;\n';
  yield* tablesOf(db, tables, encoding);
  for (const { sql } of others) yield terminated(sql);
  if (hasVirtual) yield 'PRAGMA writable_schema=RESET;\n';
  yield 'COMMIT;\n';
}

module.exports = { dumpOf };
