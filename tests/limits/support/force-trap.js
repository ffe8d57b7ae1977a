'use strict';

const { connectionOf } = require('./guest-memory');

/** No statement has this address: it is at the end of the address space, beyond any memory. */
const NOWHERE = 0xfffffff0;

/**
 * Makes the guest of a connection trap, as a bug in its code would. Returns the error that was thrown.
 * @param {object} db
 */
function forceTrap(db) {
  try {
    connectionOf(db).guest.stmt_fetch(NOWHERE, 0);
  } catch (error) {
    if (!error.message.startsWith('SQLite stopped unexpectedly')) throw error;
    return error;
  }
  throw new Error('the guest did not trap');
}

module.exports = { forceTrap };
