'use strict';

const {
  COLUMN_DATABASE, COLUMN_DECLTYPE, COLUMN_NAME, COLUMN_ORIGIN, COLUMN_TABLE,
} = require('../generated/abi');
const { compiledOf } = require('./statement');

/** @this {unknown} */
function columns() {
  const statement = compiledOf(this);
  const { connection } = statement;
  if (!statement.reader) throw new TypeError('The columns() method is only for statements that return data');
  connection.requireOpen();
  connection.requireIdle();
  if (statement.address === 0) statement.requireUnlocked();

  // Counted by their names: the statement may have been compiled anew since it was prepared.
  const descriptions = [];
  for (let column = 0; ; column += 1) {
    const name = statement.columnText(column, COLUMN_NAME);
    if (name === null) return descriptions;
    descriptions.push({
      name,
      column: statement.columnText(column, COLUMN_ORIGIN),
      table: statement.columnText(column, COLUMN_TABLE),
      database: statement.columnText(column, COLUMN_DATABASE),
      type: statement.columnText(column, COLUMN_DECLTYPE),
    });
  }
}

module.exports = { columns };
