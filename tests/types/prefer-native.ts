// A program that compiles against the types of prefer-native, which have only what both packages have.

import Database = require('../../npm/prefer-native');

const db: Database.Database = new Database('app.db', { readonly: true, timeout: 1000 });
const again: Database.Database = Database(':memory:');
const engine: 'native' | 'v8' | 'wasmtime' = Database.anysqlite.engine;
const count: number | undefined = again.prepare<[], number>('SELECT 1').pluck().get();
const statement: Database.Statement<[number]> = db.prepare<[number]>('SELECT ?');
statement.run(7);

// @ts-expect-error: native better-sqlite3 has no sessions
db.createSession();
// @ts-expect-error: nor functions for changesets
Database.invertChangeset(Buffer.alloc(0));

// @ts-expect-error: nor hooks
db.updateHook(null);

try {
  db.exec(`SELECT ${engine}, ${count}`);
} catch (error) {
  if (error instanceof Database.SqliteError) console.log(error.code);
}
