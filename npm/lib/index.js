'use strict';

const { createDatabase, SqliteError } = require('./core');

// Node finds the names that a CommonJS module offers to `import` by reading its text. The statements here are for that
// reader: they set names on an object that is replaced below, by the function that has the members.
exports.anysqlite = exports.constants = /** @type {unknown} */ (undefined);
exports.concatChangesets = exports.invertChangeset = /** @type {unknown} */ (undefined);

// Cast, because the type checker allows no properties on an exported function.
/** @type {{ exports: unknown }} */ (module).exports = createDatabase(true);
module.exports.SqliteError = SqliteError;
