'use strict';

/**
 * Every step of the schema. A database records in user_version how many it has had. Append; never change a step that
 * users have.
 */
const MIGRATIONS = [
  `CREATE TABLE client (
     id INTEGER PRIMARY KEY,
     name TEXT NOT NULL,
     token_digest BLOB NOT NULL UNIQUE,
     paired_at INTEGER NOT NULL
   );
   CREATE TABLE note (
     id INTEGER PRIMARY KEY,
     client_id INTEGER NOT NULL REFERENCES client ON DELETE CASCADE,
     text TEXT NOT NULL
   );`,
  `ALTER TABLE note ADD COLUMN written_at INTEGER NOT NULL DEFAULT 0;
   CREATE INDEX note_by_client ON note (client_id, id);`,
];

/**
 * Brings a database to the newest schema, each step in a transaction of its own. Throws if a newer release of the app
 * wrote the database; nothing is changed then.
 * @param {import('better-sqlite3').Database} db
 * @param {string[]} [steps]
 */
function migrate(db, steps = MIGRATIONS) {
  const done = db.pragma('user_version', { simple: true });
  if (done > steps.length) {
    throw new Error(`The database has schema ${done}, and this release knows ${steps.length}. Install the newer `
      + 'release of the app again, or restore a backup from before the update.');
  }
  for (let version = done + 1; version <= steps.length; version += 1) {
    db.transaction(() => {
      db.exec(steps[version - 1]);
      db.pragma(`user_version = ${version}`);
    }).immediate();
  }
}

module.exports = { MIGRATIONS, migrate };
