'use strict';

const { preparedTargets } = require('../runtimes.js');

/** Returns the targets that ANYSQLITE_TARGETS names, separated by commas; without it node24 and all prepared targets. */
function requestedTargets() {
  const requested = process.env.ANYSQLITE_TARGETS;
  if (!requested) return [...new Set(['node24', ...preparedTargets()])];
  return requested.split(',').map((name) => name.trim());
}

module.exports = { requestedTargets };
