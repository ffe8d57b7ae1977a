'use strict';

/**
 * Which package answers to a name: an npm alias installs another one under it.
 * @param {string} name
 * @returns {string} the real name and version, as "anysqlite 13.2.0"
 */
function behindTheName(name) {
  const manifest = require(`${name}/package.json`);
  return `${manifest.name} ${manifest.version}`;
}

/** How files are protected from other processes: anysqlite tells, the native package always locks byte ranges. */
function locksInForce() {
  const Database = /** @type {{ anysqlite?: { locks: string } }} */ (require('better-sqlite3'));
  return Database.anysqlite?.locks ?? 'native';
}

module.exports = { behindTheName, locksInForce };
