// Libraries take instances by the types of @types/better-sqlite3, and return them: both must be exchangeable.

import Ours = require('@anysqlite/better-sqlite3');
import Theirs = require('better-sqlite3');

declare const ours: Ours.Database;
declare const theirs: Theirs.Database;

const database: Theirs.Database = ours;
const ownDatabase: Ours.Database = theirs;
const constructor: typeof Theirs = Ours;

const statement: Theirs.Statement = ours.prepare('select 1');
const typed: Theirs.Statement<[number], { a: string }> = ours.prepare<[number], { a: string }>('select 1');
const named: Theirs.Statement<{ a: number }> = ours.prepare<{ a: number }>('select @a');

const columns: Theirs.ColumnDefinition[] = ours.prepare('select 1').columns();
const ownColumns: Ours.ColumnDefinition[] = theirs.prepare('select 1').columns();
const change = (a: number): string => String(a);
const transaction: Theirs.Transaction<typeof change> = ours.transaction(change);
const called: string = ours.transaction(change).immediate(1);
const result: [Theirs.RunResult, Ours.RunResult] = [ours.prepare('a').run(), theirs.prepare('a').run()];
const options: Ours.Options = {} as Theirs.Options;
const backup: [Promise<Theirs.BackupMetadata>, Promise<Ours.BackupMetadata>] = [theirs.backup('a'), ours.backup('a')];

export {
  backup, called, columns, constructor, database, named, options, ownColumns, ownDatabase, result, statement,
  transaction, typed,
};
