'use strict';

/** Returns the error of an action that has to fail, as the library throws it. */
async function failure(action) {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error('the action did not fail');
}

module.exports = { failure };
