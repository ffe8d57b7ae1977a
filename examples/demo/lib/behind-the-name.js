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

module.exports = { behindTheName };
