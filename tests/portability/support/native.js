'use strict';

// Native SQLite in the process of the test. Nothing else in this process may open its files: closing a descriptor
// releases all POSIX locks of the process on that file.

const fs = require('fs');
const os = require('os');
const path = require('path');
const Database = require('better-sqlite3');

/**
 * Creates a database in rollback mode, in a folder that is removed when the test ends.
 * @param {{ after(fn: () => void): void }} t the test's context
 */
function nativeDatabase(t) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anysqlite-'));
  const db = new Database(path.join(folder, 'test.db'), { timeout: 0 });
  t.after(() => {
    db.close();
    fs.rmSync(folder, { recursive: true });
  });
  db.exec("create table t (id integer primary key, by text); insert into t (by) values ('native')");
  return db;
}

/**
 * Tries to execute SQL, and rolls back the transaction that it has begun.
 * @param {Database.Database} db
 * @param {string} sql
 * @returns {string} the code of the error, or 'ok'
 */
function attempt(db, sql) {
  try {
    db.exec(sql);
    return 'ok';
  } catch (error) {
    if (error instanceof Database.SqliteError) return error.code;
    throw error;
  } finally {
    if (db.inTransaction) db.exec('rollback');
  }
}

module.exports = { nativeDatabase, attempt };
