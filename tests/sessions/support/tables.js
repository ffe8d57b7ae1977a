'use strict';

/** A table with a primary key, and one without, which sessions do not record. */
const SCHEMA = 'create table t (id integer primary key, a, b); create table keyless (a)';

/** Returns all rows of a table. */
const rowsOf = (db, table = 't') => db.prepare(`select * from ${table}`).all();

/**
 * Opens an in-memory database with the tables.
 * @param {{ open(name: string): import('better-sqlite3').Database }} place
 * @param {string} [sql] executed after the tables are created
 */
function openTables(place, sql = '') {
  return place.open(':memory:').exec(`${SCHEMA}; ${sql}`);
}

/** Executes SQL and returns its changes, as a changeset or a patchset. */
function recorded(db, sql, form = 'changeset') {
  const session = db.createSession();
  db.exec(sql);
  const bytes = session[form]();
  session.close();
  return bytes;
}

module.exports = { SCHEMA, openTables, recorded, rowsOf };
