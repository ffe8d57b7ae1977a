'use strict';

// Executes transactions of every kind on files, on the engine that ANYSQLITE_ENGINE names: node transactions.js FOLDER

const fs = require('node:fs');
const path = require('node:path');
const Database = require('../../../npm');

const [folder] = process.argv.slice(2);
const file = (name) => path.join(folder, name);

const FILL = 'insert into t select value, hex(zeroblob(600)) '
  + "from json_each('[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]')";

function changes(db) {
  db.exec('create table t (a, b)');
  // Pages spill from the cache to the file before the transaction ends.
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

/** Copies the files of a database during a transaction, as a crash would leave them, and recovers the copy. */
function recover(mode) {
  const db = new Database(file(`${mode}.db`));
  db.pragma(`journal_mode = ${mode}`);
  db.exec('create table t (a, b)');
  db.pragma('cache_size = 2');
  db.exec(`${FILL}; begin; ${FILL}; update t set a = 7`);
  for (const suffix of ['', '-journal', '-wal']) {
    const source = file(`${mode}.db${suffix}`);
    if (fs.existsSync(source)) fs.copyFileSync(source, file(`crashed-${mode}.db${suffix}`));
  }
  const other = new Database(file(`${mode}.db`), { timeout: 0 });
  try {
    other.exec('begin immediate');
  } catch {
    // SQLITE_BUSY: the refused locks are system calls, too.
  }
  other.close();
  db.close();
  const crashed = new Database(file(`crashed-${mode}.db`));
  const [rows, changed] = crashed.prepare('select count(*), count(*) filter (where a = 7) from t').raw().get();
  if (rows !== 16 || changed !== 1) {
    throw new Error(`after a crash with the journal mode ${mode} there are ${rows} rows, ${changed} changed`);
  }
  crashed.close();
}

for (const mode of ['delete', 'truncate', 'persist', 'wal']) recover(mode);

const db = new Database(file('one.db'));
db.exec(`attach '${file('other.db')}' as other; create table t (a, b); create table other.u (a, b)`);
db.exec(`begin; ${FILL}; insert into u select * from t; commit`);
db.exec('pragma journal_mode = wal; insert into t values (1, 2); pragma journal_mode = delete');
db.close();
