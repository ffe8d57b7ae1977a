'use strict';

// Prints the number of rows in a database. Without the argument "read", it first inserts a row.

const Database = require('better-sqlite3');

const readonly = process.argv[2] === 'read';
const db = new Database('data/count.db', { readonly });
if (!readonly) db.exec('CREATE TABLE IF NOT EXISTS t (a); INSERT INTO t VALUES (1)');
console.log(db.prepare('SELECT count(*) FROM t').pluck().get());
db.close();
