'use strict';

// sql.js compiles its module asynchronously, and its databases are in memory only.

const { transactionOf } = require('./transaction');

/** @param {any} statement */
function* rows(statement) {
  while (statement.step()) yield statement.getAsObject();
  statement.reset();
}

/** @param {any} statement */
function statementOf(statement) {
  /** @param {any[]} values */
  const rowsFor = (values) => {
    statement.bind(values);
    return rows(statement);
  };
  return {
    run: (/** @type {any[]} */ ...values) => statement.run(values),
    get(/** @type {any[]} */ ...values) {
      const row = rowsFor(values).next().value;
      statement.reset();
      return row;
    },
    all: (/** @type {any[]} */ ...values) => [...rowsFor(values)],
    iterate: (/** @type {any[]} */ ...values) => rowsFor(values),
  };
}

async function open() {
  const SQL = await require('sql.js')();
  const db = new SQL.Database();
  return {
    exec: (/** @type {string} */ sql) => db.exec(sql),
    prepare: (/** @type {string} */ sql) => statementOf(db.prepare(sql)),
    transaction: transactionOf(db),
    close: () => db.close(),
  };
}

module.exports = { open };
