'use strict';

/** What an action fails with, as the library presents it. */
async function failure(action) {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing failed');
}

module.exports = { failure };
