'use strict';

// What is measured: one row a library. Each has the API of better-sqlite3.

/** @type {Record<string, () => typeof import('better-sqlite3')>} */
module.exports = {
  'anysqlite': () => require('../../npm'),
  'better-sqlite3': () => require('better-sqlite3'),
};
