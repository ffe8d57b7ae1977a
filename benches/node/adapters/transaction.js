'use strict';

/**
 * Makes a function that runs in a transaction, for libraries without one.
 * @param {{ exec(sql: string): void }} db
 * @returns {(body: () => void) => () => void}
 */
const transactionOf = (db) => (body) => () => {
  db.exec('BEGIN');
  body();
  db.exec('COMMIT');
};

module.exports = { transactionOf };
