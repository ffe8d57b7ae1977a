'use strict';

// Does this package itself work in this process?

/**
 * @typedef {object} PackageHere
 * @property {boolean} works
 * @property {string} version
 * @property {string | null} sqlite version of SQLite
 * @property {string | null} engine
 * @property {string | null} locks the lock tier
 * @property {Record<string, string>} skippedLocks why better tiers are not in force
 * @property {string | null} reason why it does not work
 */

const { version } = require('../../package.json');

/** Returns what the package runs on here, after a query in memory. @returns {PackageHere} */
function tryPackage() {
  try {
    const Database = require('#package');
    const db = new Database(':memory:');
    try {
      const sqlite = /** @type {string} */ (db.prepare('SELECT sqlite_version()').pluck().get());
      const { engine, locks, skippedLocks } = Database.anysqlite;
      return { works: true, version, sqlite, engine, locks, skippedLocks, reason: null };
    } finally {
      db.close();
    }
  } catch (error) {
    const reason = /** @type {Error} */ (error).message;
    return { works: false, version, sqlite: null, engine: null, locks: null, skippedLocks: {}, reason };
  }
}

module.exports = { tryPackage };
