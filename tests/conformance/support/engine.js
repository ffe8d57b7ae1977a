'use strict';

// Loads the engine named by SQLITE_ENGINE. There is no default and no fallback: a run that silently
// tested another engine than the one asked for would prove nothing.

const path = require('node:path');

const root = path.join(__dirname, '..', '..', '..');

const packages = {
  reference: () => path.join(root, 'node_modules', 'better-sqlite3'),
  v8: ours,
  wasmtime: ours,
};

function ours() {
  return path.resolve(process.env.ANYSQLITE_PACKAGE || path.join(root, 'npm'));
}

function packageFolder(engine) {
  if (!Object.hasOwn(packages, engine)) {
    const known = Object.keys(packages).join(', ');
    throw new Error(`SQLITE_ENGINE must be one of: ${known} (it is ${JSON.stringify(engine)})`);
  }
  return packages[engine]();
}

const engine = process.env.SQLITE_ENGINE;
const folder = packageFolder(engine);
if (engine !== 'reference') process.env.ANYSQLITE_ENGINE = engine;
const Database = require(folder);

// A package can be loadable while what it runs on is not, so one statement has to work.
new Database(':memory:').exec('select 1').close();

module.exports = { Database, SqliteError: Database.SqliteError, engine, folder };
