'use strict';

const { describeColumn } = require('../guest/statement-record');
const { preparedOf } = require('./statement');

/** @this {unknown} */
function columns() {
  const statement = preparedOf(this);
  const { connection } = statement;
  if (!statement.reader) throw new TypeError('The columns() method is only for statements that return data');
  connection.requireOpen();
  connection.requireNotExecuting();
  if (statement.address === 0) statement.requireUnlocked();

  // SQLite may have recompiled the statement with another number of columns since it was prepared.
  const descriptions = [];
  for (let column = 0; ; column += 1) {
    const description = describeColumn(statement, column);
    if (description === null) return descriptions;
    descriptions.push(description);
  }
}

module.exports = { columns };
