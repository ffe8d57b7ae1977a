// Programs that compile against this package's types, where those of @types/better-sqlite3 are outdated or wrong.

import Database = require('better-sqlite3');

const db = Database(Buffer.alloc(0), { verbose: null, nativeBinding: {} });

db.table('csv', function factory(file, separator = ',') {
  const names: string[] = [this.module, this.database, this.table, file, separator];
  return { columns: names, *rows() { yield names; } };
});
db.aggregate('pair', {
  varargs: true, start: 0, step: (sum: number, a: number, b: number) => sum + a * b, inverse: null,
});
db.backup('copy.db', { attached: 'other' });
db.backup('copy.db', { progress() {} });
db.backup('copy.db', null);
db.serialize(null);
db.function('f', null, () => 5);
db.loadExtension('a', 'entry');
const rows: unknown[] = db.explain('select 1');
const text: string = db.prepare('select 1').toString();
const owner: Database.Database = db.transaction(() => 5).deferred.database;
const { statement } = db.prepare('select 1').iterate();

const session: Database.Session = db.createSession({ table: 'user', db: 'main' });
const changes: Buffer = Database.concatChangesets([session.changeset(), Database.invertChangeset(session.patchset())]);
const { SQLITE_CHANGESET_DATA, SQLITE_CHANGESET_OMIT, SQLITE_CHANGESET_REPLACE } = Database.constants;
const done: boolean = db.applyChangeset(changes, {
  filter: (table) => table.startsWith('user'),
  onConflict: (conflict) => (conflict === SQLITE_CHANGESET_DATA ? SQLITE_CHANGESET_REPLACE : SQLITE_CHANGESET_OMIT),
});
db.applyChangeset(new Uint8Array(0), { filter: null });
session.close();

const reported: (number | bigint)[] = [];
db.updateHook((operation, database, table, rowid) => {
  if (operation === 'SQLITE_DELETE' && database === 'main' && table.startsWith('user')) reported.push(rowid);
}).commitHook(() => reported.length > 100).rollbackHook(() => { reported.length = 0; });
const watch: Database.UpdateHook = (operation) => void reported.push(operation.length);
db.updateHook(watch).updateHook(null).commitHook(undefined).rollbackHook();

// @ts-expect-error a hook is a function
db.updateHook('user');
// @ts-expect-error SQLite reports three operations
db.updateHook((operation) => operation === 'INSERT');
// @ts-expect-error a changeset is bytes
db.applyChangeset('T');
// @ts-expect-error onConflict must return a resolution
db.applyChangeset(changes, { onConflict() {} });
// @ts-expect-error constants are read-only
Database.constants.SQLITE_CHANGESET_OMIT = 0;

// @ts-expect-error properties are read-only
db.name = 'a';
// @ts-expect-error a name is a string
db.function(5, () => 5);
// @ts-expect-error an aggregate requires step
db.aggregate('f', { start: 5 });
// @ts-expect-error a table requires columns
db.table('v', { *rows() {} });
// @ts-expect-error rows must be a generator function
db.table('v', { columns: [], rows: () => [] });
// @ts-expect-error parameters must have the declared types
db.prepare<[number]>('select ?').get('a');

db[Symbol.dispose]();
statement[Symbol.dispose]();
session[Symbol.dispose]();

// A database whose files the application has opened itself.
const openedByDescriptor: Database.Database = new Database(7, { journalFd: 8, readonly: true });
openedByDescriptor.close();
// @ts-expect-error a descriptor requires journalFd
new Database(7);

export { done, owner, rows, text };
