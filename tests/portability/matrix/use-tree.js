'use strict';

// Uses a database with the package of a tree whose addons are foreign or damaged: use-tree.js PACKAGE DATABASE RESULT

const fs = require('node:fs');

const [packageFolder, database, result] = process.argv.slice(2);
const Database = require(packageFolder);

/** Returns the message of the error that a function throws. @param {() => unknown} attempt */
function messageOf(attempt) {
  try {
    attempt();
    return 'no error';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const db = new Database(database);
db.pragma('journal_mode = wal');
db.exec('create table t (x); insert into t values (1), (2)');
const rows = db.prepare('select x from t order by x').pluck().all();
const asked = messageOf(() => new Database(':memory:', { engine: 'wasmtime' }));
db.exec('insert into t values (3)');
const count = db.prepare('select count(*) from t').pluck().get();
db.close();
const { locks } = Database.anysqlite;
const works = rows.join() === '1,2' && count === 3 && locks !== 'shim' &&
  asked.startsWith('The engine "wasmtime" cannot be used here');
fs.writeFileSync(result, JSON.stringify({ works, rows, count, locks, asked }));
