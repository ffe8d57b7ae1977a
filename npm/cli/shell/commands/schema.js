'use strict';

const { printRows } = require('../output/print-rows');

/** @import { Value } from '../output/contract' */
/** @import { Command, Shell } from '../contract' */

const TABLES = `
  SELECT schema, name, type FROM pragma_table_list
  WHERE type IN ('table', 'view', 'virtual') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name LIKE ? ORDER BY 1, 2`;
const INDEXES = `
  SELECT tbl_name AS "table", name, coalesce(sql, '') AS sql FROM sqlite_schema
  WHERE type = 'index' AND tbl_name LIKE ? ORDER BY 1, 2`;
const SCHEMA = `
  SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND (name LIKE @pattern OR tbl_name LIKE @pattern)
  ORDER BY tbl_name, type = 'trigger', type = 'index', type = 'view', rowid`;

/**
 * @param {Shell} shell
 * @param {string} sql
 * @param {string} pattern
 */
function printQuery(shell, sql, pattern) {
  const statement = shell.db.prepare(sql).raw();
  const columns = statement.columns().map(({ name }) => name);
  printRows(shell, columns, /** @type {Iterable<Value[]>} */ (statement.iterate(pattern)));
}

/** @type {Command} */
const tables = {
  usage: '[PATTERN]',
  help: 'list tables and views whose name is LIKE PATTERN',
  run: (shell, [pattern = '%']) => printQuery(shell, TABLES, pattern),
};

/** @type {Command} */
const indexes = {
  usage: '[TABLE]',
  help: 'list indexes of tables whose name is LIKE TABLE',
  run: (shell, [table = '%']) => printQuery(shell, INDEXES, table),
};

/** @type {Command} */
const schema = {
  usage: '[PATTERN]',
  help: 'print the SQL of what is LIKE PATTERN or belongs to it',
  run(shell, [pattern = '%']) {
    for (const sql of shell.db.prepare(SCHEMA).pluck().iterate({ pattern })) shell.output.write(`${sql};\n`);
  },
};

module.exports = { indexes, schema, tables };
