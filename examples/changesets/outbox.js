'use strict';

// Records the changes of each transaction, in the same transaction, so that both are stored or neither is.

const SCHEMA = 'CREATE TABLE IF NOT EXISTS outbox (number INTEGER PRIMARY KEY AUTOINCREMENT, changes BLOB NOT NULL)';

/**
 * Wraps a function in a transaction whose changes go to the outbox.
 * @template {(...args: any[]) => any} F
 * @param {import('better-sqlite3').Database} db
 * @param {F} work
 * @returns {F}
 */
function recorded(db, work) {
  const keep = db.exec(SCHEMA).prepare('INSERT INTO outbox (changes) VALUES (?)');
  return /** @type {F} */ (/** @type {unknown} */ (db.transaction((...args) => {
    const session = db.createSession();
    try {
      const result = work(...args);
      const changes = session.changeset();
      if (changes.length > 0) keep.run(changes);
      return result;
    } finally {
      session.close();
    }
  })));
}

/**
 * Returns the oldest entries after a number.
 * @param {import('better-sqlite3').Database} db
 * @param {number} number
 */
function entriesAfter(db, number) {
  return db.prepare('SELECT number, changes FROM outbox WHERE number > ? ORDER BY number LIMIT 100').all(number);
}

/**
 * Removes what the follower has stored.
 * @param {import('better-sqlite3').Database} db
 * @param {number} number of the last stored entry
 */
function forget(db, number) {
  db.prepare('DELETE FROM outbox WHERE number <= ?').run(number);
}

module.exports = { entriesAfter, forget, recorded };
