'use strict';

/** A table by a key and one without, which sessions pass over. */
const SCHEMA = 'create table t (id integer primary key, a, b); create table keyless (a)';

/** What every row of a table is. */
const rowsOf = (db, table = 't') => db.prepare(`select * from ${table}`).all();

/**
 * Opens a database with the tables and some rows.
 * @param {{ open(name: string): import('better-sqlite3').Database }} place
 * @param {string} [sql] what is done first
 */
function openTables(place, sql = '') {
  return place.open(':memory:').exec(`${SCHEMA}; ${sql}`);
}

/** Gives what some SQL changes, as a changeset or a patchset. */
function recorded(db, sql, form = 'changeset') {
  const session = db.createSession();
  db.exec(sql);
  const bytes = session[form]();
  session.close();
  return bytes;
}

module.exports = { SCHEMA, openTables, recorded, rowsOf };
