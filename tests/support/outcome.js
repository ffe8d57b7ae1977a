'use strict';

/** What an action ended with: its value, or the error as [name, code, message] for comparing. */
function outcome(action) {
  try {
    return action();
  } catch (error) {
    return [error.name, error.code ?? null, error.message];
  }
}

module.exports = { outcome };
