'use strict';

const { createDatabase } = require('./database');

// Cast, because the type checker allows no properties on an exported function. The next line is written out for Node,
// which finds the names that a CommonJS module offers to `import` by reading its text.
/** @type {{ exports: unknown }} */ (module).exports = createDatabase(true);
module.exports.SqliteError = require('./sqlite-error');
