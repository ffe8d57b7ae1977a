'use strict';

/**
 * Returns a `transaction` method for a library without one: it wraps a function so that it runs in a transaction.
 * @param {{ exec(sql: string): void }} db
 * @returns {(body: (...args: any[]) => void) => (...args: any[]) => void}
 */
const transactionOf = (db) => (body) => (...args) => {
  db.exec('BEGIN');
  body(...args);
  db.exec('COMMIT');
};

module.exports = { transactionOf };
