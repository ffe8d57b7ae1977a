'use strict';

/** Returns the value of `action`, or the error that it throws as [name, code, message]. */
function outcome(action) {
  try {
    return action();
  } catch (error) {
    return [error.name, error.code ?? null, error.message];
  }
}

module.exports = { outcome };
