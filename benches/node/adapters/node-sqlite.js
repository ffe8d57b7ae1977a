'use strict';

const { transactionOf } = require('./transaction');

/** @param {string} path */
function open(path) {
  const { DatabaseSync } = require('node:sqlite');
  const db = new DatabaseSync(path);
  return {
    exec: (/** @type {string} */ sql) => db.exec(sql),
    prepare: (/** @type {string} */ sql) => db.prepare(sql),
    transaction: transactionOf(db),
    close: () => db.close(),
  };
}

module.exports = { open };
