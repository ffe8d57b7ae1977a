'use strict';

/**
 * Returns which package is installed under a name, since an npm alias installs a package under the name of another.
 * @param {string} name
 * @returns {string} the real name and version, as "better-sqlite3 13.2.0"
 */
function behindTheName(name) {
  const manifest = require(`${name}/package.json`);
  return `${manifest.name} ${manifest.version}`;
}

/** Returns the lock tier of anysqlite, or "native" for the native package, which always locks byte ranges. */
function locksInForce() {
  const Database = /** @type {{ anysqlite?: { locks: string } }} */ (require('better-sqlite3'));
  return Database.anysqlite?.locks ?? 'native';
}

module.exports = { behindTheName, locksInForce };
