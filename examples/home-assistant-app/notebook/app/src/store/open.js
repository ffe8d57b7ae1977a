'use strict';

const Database = require('better-sqlite3');
const { migrate } = require('./migrations.js');
const { filesIn, recordIdentity, restoreBackup } = require('./restore.js');

/**
 * Opens the database of a data folder, after a restore if one is due, with the newest schema.
 * @param {string} folder
 * @param {(line: string) => void} log
 */
function openStore(folder, log) {
  const done = restoreBackup(folder);
  if (done === 'restored') log('the database was restored from the backup');
  if (done === 'removed') log('removed backup.db, which an interrupted backup left behind');
  const db = new Database(filesIn(folder).database, { timeout: 5000 });
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  migrate(db);
  recordIdentity(folder);
  return db;
}

module.exports = { openStore };
