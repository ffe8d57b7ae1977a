'use strict';

// sql.js compiles its module asynchronously and has no files: its databases are in memory.

const { transactionOf } = require('./transaction');

/** @param {any} statement */
function* rows(statement) {
  while (statement.step()) yield statement.getAsObject();
  statement.reset();
}

/** @param {any} statement */
function statementOf(statement) {
  /** @param {any[]} values */
  const begin = (values) => {
    statement.bind(values);
    return rows(statement);
  };
  return {
    run: (/** @type {any[]} */ ...values) => statement.run(values),
    get(/** @type {any[]} */ ...values) {
      const row = begin(values).next().value;
      statement.reset();
      return row;
    },
    all: (/** @type {any[]} */ ...values) => [...begin(values)],
    iterate: (/** @type {any[]} */ ...values) => begin(values),
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
