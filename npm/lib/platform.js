'use strict';

// The entry points that better-sqlite3 has for each of its binaries, such as `better-sqlite3/linux-x64`. The module
// runs on every platform, so they all lead here.

const { createDatabase, SqliteError } = require('./core');

// For `import`, as in index.js.
exports.anysqlite = exports.constants = /** @type {unknown} */ (undefined);
exports.concatChangesets = exports.invertChangeset = /** @type {unknown} */ (undefined);

/** @type {{ exports: unknown }} */ (module).exports = createDatabase(false);
module.exports.SqliteError = SqliteError;
