'use strict';

// Loads the engine named by SQLITE_ENGINE. There is no default and no fallback: a run that silently tested another
// engine would prove nothing.

const { PACKAGES } = require('./packages');

const FOLDERS = { reference: PACKAGES.native, v8: PACKAGES.ours, wasmtime: PACKAGES.ours };

function packageFolder(engine) {
  if (!Object.hasOwn(FOLDERS, engine)) {
    const known = Object.keys(FOLDERS).join(', ');
    throw new Error(`SQLITE_ENGINE must be one of: ${known} (it is ${JSON.stringify(engine)})`);
  }
  return FOLDERS[engine];
}

const engine = process.env.SQLITE_ENGINE;
const folder = packageFolder(engine);
if (engine !== 'reference') process.env.ANYSQLITE_ENGINE = engine;
const Database = require(folder);

// A package loads even if its engine cannot run, so one statement has to work.
new Database(':memory:').exec('select 1').close();

module.exports = { Database, SqliteError: Database.SqliteError, engine, folder };
