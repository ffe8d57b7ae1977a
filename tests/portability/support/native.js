'use strict';

// Native SQLite in the process of the test. Nothing else here may open its files: closing one drops POSIX locks.

const fs = require('fs');
const os = require('os');
const path = require('path');
const Database = require('better-sqlite3');

/**
 * A database in a folder of its own, in rollback mode, which is gone when the test ends.
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
 * Tries to get into a transaction and leaves it.
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
