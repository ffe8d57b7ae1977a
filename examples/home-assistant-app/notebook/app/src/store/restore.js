'use strict';

// Supervisor copies /data while the app runs. A restored /data therefore holds two databases: the live one, copied file
// by file, whose parts may not belong together, and backup.db, which backup_pre wrote as of one moment.

const fs = require('node:fs');
const path = require('node:path');
const Database = require('better-sqlite3');

/** The files of a data folder. @param {string} folder */
const filesIn = (folder) => ({
  database: path.join(folder, 'app.db'),
  backup: path.join(folder, 'backup.db'),
  identity: path.join(folder, 'app.identity'),
});

/**
 * Returns what tells a file from its copies. The inode alone does not: a new file may get that of a deleted one.
 * @param {string} file
 * @returns {string} empty if there is no such file
 */
function identityOf(file) {
  const stat = fs.statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat ? `${stat.ino} ${stat.birthtimeNs}` : '';
}

/**
 * Records which file is the live database, so that the next start recognises it.
 * @param {string} folder
 */
function recordIdentity(folder) {
  const { database, identity } = filesIn(folder);
  fs.writeFileSync(`${identity}.new`, identityOf(database));
  fs.renameSync(`${identity}.new`, identity);
}

/** Throws if a database is damaged. @param {string} file */
function check(file) {
  const db = new Database(file, { readonly: true });
  try {
    const answer = db.pragma('integrity_check', { simple: true });
    if (answer !== 'ok') throw new Error(`${file} is damaged (${answer}). Restore an older backup.`);
  } finally {
    db.close();
  }
}

/** Whether the database is the file that the last start recorded. @param {string} folder */
function isLive(folder) {
  const { database, identity } = filesIn(folder);
  const recorded = fs.existsSync(identity) ? fs.readFileSync(identity, 'utf8') : null;
  return recorded === identityOf(database);
}

/**
 * Puts backup.db in the place of the database, if the folder comes out of a backup. A backup.db that an interrupted
 * backup left beside the live database is older, and removed.
 * @param {string} folder
 * @returns {'none' | 'restored' | 'removed'} what was done
 */
function restoreBackup(folder) {
  const { database, backup } = filesIn(folder);
  if (!fs.existsSync(backup)) return 'none';
  if (isLive(folder)) {
    fs.rmSync(backup);
    return 'removed';
  }
  check(backup);
  for (const suffix of ['-wal', '-shm', '-journal', '-lock']) fs.rmSync(`${database}${suffix}`, { force: true });
  fs.renameSync(backup, database);
  return 'restored';
}

module.exports = { filesIn, recordIdentity, restoreBackup };
