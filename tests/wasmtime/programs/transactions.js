'use strict';

// Transactions of every kind on files, by the engine that ANYSQLITE_ENGINE names: node transactions.js FOLDER

const path = require('node:path');
const Database = require('../../../npm');

const [folder] = process.argv.slice(2);
const file = (name) => path.join(folder, name);

const FILL = "insert into t select value, hex(zeroblob(600)) from json_each('[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]')";

function changes(db) {
  db.exec('create table t (a, b)');
  // Pages leave the cache before the transaction ends.
  db.pragma('cache_size = 2');
  db.exec(`begin; ${FILL}; ${FILL}; commit`);
  db.exec('begin; update t set a = a + 1; rollback');
  db.exec('begin; delete from t where a > 8; savepoint s; update t set b = 7; rollback to s; commit');
}

for (const mode of ['delete', 'truncate', 'persist', 'wal']) {
  for (const synchronous of ['normal', 'full', 'extra']) {
    const db = new Database(file(`${mode}-${synchronous}.db`));
    db.pragma(`journal_mode = ${mode}`);
    db.pragma(`synchronous = ${synchronous}`);
    changes(db);
    if (mode === 'wal') db.pragma('wal_checkpoint(truncate)');
    db.exec('vacuum');
    db.close();
  }
}

const db = new Database(file('one.db'));
db.exec(`attach '${file('other.db')}' as other; create table t (a, b); create table other.u (a, b)`);
db.exec(`begin; ${FILL}; insert into u select * from t; commit`);
db.exec('pragma journal_mode = wal; insert into t values (1, 2); pragma journal_mode = delete');
db.close();
