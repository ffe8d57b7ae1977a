'use strict';

const { inside } = require('./guest-memory');

/** No statement is there: it is the end of the address space, which no memory reaches. */
const NOWHERE = 0xfffffff0;

/**
 * Makes the guest of a connection fail as it would by a mistake in its own code. Gives the error that was thrown.
 * @param {object} db
 */
function forceTrap(db) {
  try {
    inside(db).guest.stmt_fetch(NOWHERE, 0);
  } catch (error) {
    return error;
  }
  throw new Error('the guest did not trap');
}

module.exports = { forceTrap };
