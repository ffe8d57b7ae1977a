// Programs that compile against this package's types as well as against @types/better-sqlite3.

import Database, { type Database as Connection, type Statement } from 'better-sqlite3';
import DatabaseConstructor = require('better-sqlite3');

interface User { id: number; name: string }

const db: Database.Database = new Database('app.db', {
  readonly: false, fileMustExist: false, timeout: 5000, verbose: console.log,
});
const same: Connection = new DatabaseConstructor(Buffer.alloc(0));

const byId: Statement<[number], User> = db.prepare<[number], User>('select * from user where id = ?');
const named = db.prepare<{ id: number }, User>('select * from user where id = @id');
const user: User | undefined = byId.get(1) ?? named.get({ id: 1 });
const users: User[] = byId.all(1);
for (const { name } of byId.iterate(1)) console.log(name.length);
const loose: unknown = db.prepare('select ?').pluck().get('anything', 5, null);
const { changes, lastInsertRowid }: Database.RunResult = db.prepare('insert into user values (?)').run(5);
const total: number | bigint = lastInsertRowid;
const columns: (string | null)[] = byId.raw().expand(false).safeIntegers().columns().map(({ column }) => column);

const rename = db.transaction(
  (id: number, name: string) => db.prepare('update user set name = ? where id = ?').run(name, id),
);
const renamed: Database.RunResult = rename.immediate(1, 'a');
rename(2, 'b');

const options: Database.RegistrationOptions = {
  deterministic: true, varargs: true, directOnly: false, safeIntegers: false,
};
db.function('add2', (a, b) => a + b);
db.function('void', options, () => {});
db.function('typed', { deterministic: true }, (a: number, b: string) => b.repeat(a));
db.aggregate('addAll', { start: 0, step: (sum: number, next: number) => sum + next });
db.aggregate('list', {
  start: () => [] as string[],
  step: (all, next) => { all.push(next); },
  result: (all) => all.join(),
});
db.aggregate('window', {
  start: 0,
  step: (sum: number, next: number) => sum + next,
  inverse: (sum: number, dropped: number) => sum - dropped,
  result: Math.round,
});
db.table('files', {
  columns: ['name', 'size'],
  parameters: ['folder'],
  *rows(folder) {
    yield { name: String(folder), size: 5 };
  },
});

const copied: Promise<Database.BackupMetadata> = db.backup('copy.db', { progress: ({ totalPages }) => totalPages / 2 });
db.backup('copy.db').then(({ remainingPages }) => console.log(remainingPages.toFixed()));
const content: Buffer = db.serialize({ attached: 'main' });
db.loadExtension('a').exec('select 1').defaultSafeIntegers().unsafeMode(false).close();
const pragma: unknown = db.pragma('user_version', { simple: true });

const error = new Database.SqliteError('message', 'SQLITE_ERROR');
if (error instanceof Database.SqliteError) console.log(error.code.length);

export { changes, columns, content, copied, loose, pragma, renamed, same, total, user, users };
