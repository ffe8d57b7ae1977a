'use strict';

const Database = require('better-sqlite3');
const { failure } = require('./failure');

/** What an action fails with while another connection is writing to the file. */
async function failureWhileLocked(file, action) {
  const other = new Database(file);
  try {
    other.exec('BEGIN IMMEDIATE');
    return await failure(action);
  } finally {
    other.close();
  }
}

module.exports = { failureWhileLocked };
