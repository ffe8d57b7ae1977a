'use strict';

const { compiledOf } = require('./statement');

/** Ends a statement before it is collected. @this {unknown} */
function dispose() {
  const statement = compiledOf(this);
  if (statement.address === 0) return;
  if (statement.connection.open) {
    statement.connection.requireIdle();
    statement.requireUnlocked();
  }
  statement.finalize();
}

module.exports = { dispose };
