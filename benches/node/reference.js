'use strict';

/** The module of the reference, native better-sqlite3: version 13 needs Node 22. */
const REFERENCE = Number.parseInt(process.versions.node, 10) < 22 ? 'better-sqlite3-12' : 'better-sqlite3';

module.exports = { REFERENCE };
