'use strict';

/**
 * Returns a `transaction` method for a library without one: it wraps a function so that it runs in a transaction.
 * @param {{ exec(sql: string): void }} db
 * @returns {(body: () => void) => () => void}
 */
const transactionOf = (db) => (body) => () => {
  db.exec('BEGIN');
  body();
  db.exec('COMMIT');
};

module.exports = { transactionOf };
