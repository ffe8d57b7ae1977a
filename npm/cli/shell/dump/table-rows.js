'use strict';

const { quoteName } = require('../output/values');
const { exactly } = require('./literals');

/** @import { Database } from '../../../index' */
/** @import { Value } from '../output/contract' */

/** The names of the row id, which columns of the same name hide. */
const ROW_ID_NAMES = ['rowid', '_rowid_', 'oid'];

const COLUMNS = 'SELECT name, type, pk FROM pragma_table_xinfo(?) WHERE hidden = 0';
const IS_WITHOUT_ROWID = "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?";
const HAS_KEY_INDEX = "SELECT 1 FROM pragma_index_list(?) WHERE origin = 'pk'";

/** @typedef {{ name: string, type: string, pk: number }} Column */

/**
 * Returns the name under which row ids must be restored, undefined if the table has none or a column holds them.
 * @param {Database} db
 * @param {string} table
 * @param {Column[]} columns
 */
function rowIdName(db, table, columns) {
  if (db.prepare(IS_WITHOUT_ROWID).pluck().get(table) === 1) return undefined;
  const keys = columns.filter(({ pk }) => pk > 0);
  const isRowId = keys.length === 1 && keys[0].type.toUpperCase() === 'INTEGER' &&
    db.prepare(HAS_KEY_INDEX).get(table) === undefined;
  if (isRowId) return undefined;
  const hidden = new Set(db.prepare('SELECT lower(name) FROM pragma_table_xinfo(?)').pluck().all(table));
  return ROW_ID_NAMES.find((name) => !hidden.has(name));
}

/**
 * Yields an INSERT for each row of a table.
 * @param {Database} db
 * @param {string} table
 * @param {(value: Value) => string} literalOf
 */
function* insertsOf(db, table, literalOf) {
  const columns = /** @type {Column[]} */ (db.prepare(COLUMNS).all(table));
  const rowId = rowIdName(db, table, columns);
  const names = [...(rowId === undefined ? [] : [rowId]), ...columns.map(({ name }) => quoteName(name))];
  const select = `SELECT ${names.map(exactly).join(', ')} FROM main.${quoteName(table)} NOT INDEXED`;
  const head = `INSERT INTO ${quoteName(table)}(${names.join(',')}) VALUES(`;
  const rows = /** @type {IterableIterator<Value[]>} */ (db.prepare(select).raw().safeIntegers().iterate());
  for (const row of rows) yield `${head}${row.map(literalOf).join(',')});\n`;
}

module.exports = { insertsOf };
