'use strict';

const { Readable } = require('node:stream');
const { parseArgs } = require('node:util');
const { CsvError, parse } = require('csv-parse');
const { CommandError } = require('../failures');
const { ofFile, textOf } = require('../input');
const { quoteName } = require('../output/values');

/** @import { Command, Shell } from '../contract' */
/** @import { Database } from '../../../index' */

const COLUMNS = 'SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0';

/**
 * Yields the records of a CSV file, each with the number of its last line. Throws if one has another number of fields
 * than the first.
 * @param {string} file
 * @returns {AsyncGenerator<{ record: string[], info: { lines: number } }>}
 */
async function* recordsOf(file) {
  const parser = parse({ info: true, bom: true });
  const text = Readable.from(ofFile(file, textOf));
  text.on('error', (error) => parser.destroy(error));
  try {
    yield* text.pipe(parser);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new CommandError(`${file}: ${error.message}; nothing was imported`);
  }
}

/**
 * Returns the names of a table's columns that take values.
 * @param {Database} db
 * @param {string} table
 */
const columnsOf = (db, table) => /** @type {string[]} */ (db.prepare(COLUMNS).pluck().all(table));

/**
 * Creates a table of texts.
 * @param {Database} db
 * @param {string} table
 * @param {string[]} header
 */
function createTable(db, table, header) {
  db.exec(`CREATE TABLE ${quoteName(table)}(${header.map((name) => `${quoteName(name)} TEXT`).join(', ')})`);
}

/** Inserts records into a table. */
class Inserter {
  /**
   * @param {Database} db
   * @param {string} table
   */
  constructor(db, table) {
    const columns = columnsOf(db, table);
    const names = columns.map(quoteName).join(', ');
    this.width = columns.length;
    this.statement = db.prepare(
      `INSERT INTO ${quoteName(table)}(${names}) VALUES(${columns.map(() => '?').join(', ')})`,
    );
  }

  /**
   * @param {string[]} record
   * @param {string} place of the record
   */
  insert(record, place) {
    if (record.length !== this.width) {
      throw new CommandError(`${place}: ${record.length} fields for ${this.width} columns; nothing was imported`);
    }
    try {
      this.statement.run(record);
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      throw Object.assign(/** @type {Error} */ (error), { message: `${place}: ${message}; nothing was imported` });
    }
  }
}

/**
 * Inserts the records of a file.
 * @param {Shell} shell
 * @param {string} file
 * @param {string} table
 * @param {number} skip how many records to leave out
 */
async function insertRecords({ db, signals }, file, table, skip) {
  let inserter = columnsOf(db, table).length > 0 ? new Inserter(db, table) : undefined;
  let count = 0;
  for await (const { record, info } of recordsOf(file)) {
    count += 1;
    if (count <= skip) continue;
    signals.report(count);
    if (inserter === undefined) {
      createTable(db, table, record);
      inserter = new Inserter(db, table);
      continue;
    }
    inserter.insert(record, `${file}, line ${info.lines}`);
  }
  if (inserter === undefined) throw new CommandError(`${file} has no record with the names of columns`);
}

/** @param {string[]} args */
function readArguments(args) {
  const { values, positionals } = parseArgs({
    args, allowPositionals: true, options: { skip: { type: 'string', default: '0' } },
  });
  const [file, table, ...more] = positionals;
  if (table === undefined || more.length > 0) throw new CommandError('usage: .import FILE TABLE [--skip N]');
  if (!/^\d{1,9}$/.test(String(values.skip))) throw new CommandError('--skip takes a number of records');
  return { file, table, skip: Number(values.skip) };
}

/** @type {Command} */
const importFile = {
  usage: 'FILE TABLE [--skip N]',
  help: 'insert the records of a CSV file; the first names the columns if the table is new',
  async run(shell, args) {
    shell.requireWrite('.import');
    const { file, table, skip } = readArguments(args);
    const { db } = shell;
    // A savepoint, because a transaction may be open.
    db.exec('SAVEPOINT anysqlite_import');
    try {
      await insertRecords(shell, file, table, skip);
      db.exec('RELEASE anysqlite_import');
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK TO anysqlite_import; RELEASE anysqlite_import');
      throw error;
    }
  },
};

module.exports = { importFile };
