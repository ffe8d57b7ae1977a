'use strict';

const { transactionOf } = require('./transaction');

/** @param {string} path */
function open(path) {
  const { Database } = require('node-sqlite3-wasm');
  const db = new Database(path);
  /** @type {any[]} */
  const statements = [];
  return {
    exec: (/** @type {string} */ sql) => db.exec(sql),
    prepare(/** @type {string} */ sql) {
      const statement = db.prepare(sql);
      statements.push(statement);
      return {
        run: (/** @type {any[]} */ ...values) => statement.run(values),
        // Its own `get` leaves the statement unfinished, which forbids VACUUM.
        get: (/** @type {any[]} */ ...values) => statement.all(values)[0],
        all: (/** @type {any[]} */ ...values) => statement.all(values),
        iterate: (/** @type {any[]} */ ...values) => statement.iterate(values),
      };
    },
    transaction: transactionOf(db),
    close() {
      // With a statement left open, the file stays locked by a lock folder that outlives the process.
      for (const statement of statements) statement.finalize();
      db.close();
    },
  };
}

module.exports = { open };
