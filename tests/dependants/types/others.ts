// Libraries whose types refer to those of better-sqlite3, or that take the package itself.

import { SqliteDriver, type SqliteConnection } from '@mikro-orm/sqlite';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import Database from 'better-sqlite3';
import sqlite from 'db0/connectors/better-sqlite3';
import Enmap from 'enmap';
import { DataSource } from 'typeorm';

const source = new DataSource({
  type: 'better-sqlite3',
  database: 'app.db',
  driver: Database,
  prepareDatabase: (db: Database.Database) => void db.function('one', () => 1),
});
const adapter = new PrismaBetterSqlite3({ url: 'file:app.db', timeout: 100, verbose: console.log });
const instance: Database.Database | Promise<Database.Database> = sqlite({ path: 'app.db' }).getInstance();
const map: Database.Database = new Enmap<string, number>({ name: 'numbers', sqliteOptions: { readonly: true } }).db;

async function native(connection: SqliteConnection): Promise<string> {
  const db: Database.Database = await connection.getNativeClient();
  return db.name;
}

console.log(source, adapter.provider, instance, map.open, SqliteDriver, native);
