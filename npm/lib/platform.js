'use strict';

// better-sqlite3 has an entry point for each of its binaries; the module runs everywhere.

const { createDatabase } = require('./database');

/** @type {{ exports: unknown }} */ (module).exports = createDatabase(false);
module.exports.SqliteError = require('./sqlite-error');
