import Database = require('better-sqlite3');
import Inline = require('better-sqlite3/inline');
import Platform = require('better-sqlite3/linux-x64');

const db: Database.Database = new Inline(':memory:');
const other: Database.Database = new Platform(':memory:');
const locks: 'shim' | 'ffi' | 'wasmtime' | 'exclusive' = Inline.anysqlite.locks;

export { db, locks, other };
