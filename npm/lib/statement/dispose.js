'use strict';

const { preparedOf } = require('./statement');

/** Finalizes a statement before its object is collected. @this {unknown} */
function dispose() {
  const statement = preparedOf(this);
  if (statement.address === 0) return;
  if (statement.connection.open) {
    statement.connection.requireNotExecuting();
    statement.requireUnlocked();
  }
  statement.finalize();
}

module.exports = { dispose };
