'use strict';

const Database = require('better-sqlite3');
const { failure } = require('./failure');

/** Returns the error of an action while another connection holds RESERVED on the file. */
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
