'use strict';

const {
  COLUMN_DATABASE, COLUMN_DECLTYPE, COLUMN_NAME, COLUMN_ORIGIN, COLUMN_TABLE, STATEMENT_COLUMNS,
} = require('../generated/abi');
const { compiledOf } = require('./statement');

/** @this {unknown} */
function columns() {
  const statement = compiledOf(this);
  const { connection, address } = statement;
  if (!statement.reader) throw new TypeError('The columns() method is only for statements that return data');
  connection.requireOpen();
  connection.requireIdle();
  return Array.from({ length: connection.memory.int32(address + STATEMENT_COLUMNS) }, (_, column) => ({
    name: statement.columnText(column, COLUMN_NAME),
    column: statement.columnText(column, COLUMN_ORIGIN),
    table: statement.columnText(column, COLUMN_TABLE),
    database: statement.columnText(column, COLUMN_DATABASE),
    type: statement.columnText(column, COLUMN_DECLTYPE),
  }));
}

module.exports = { columns };
