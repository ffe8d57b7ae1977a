import Database from 'better-sqlite3';
import { drizzle, type BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { blob, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

const author = sqliteTable('author', {
  id: integer().primaryKey(), name: text().notNull(), portrait: blob({ mode: 'buffer' }),
});

const client: Database.Database = new Database('app.db', { timeout: 100 });
const db: BetterSQLite3Database<{ author: typeof author }> = drizzle({ client, schema: { author } });
migrate(db, { migrationsFolder: 'migrations' });

const { changes, lastInsertRowid }: Database.RunResult = db.insert(author).values({ name: 'a' }).run();
const id: number | bigint = lastInsertRowid;
const found: { id: number; name: string; portrait: Buffer | null } | undefined = db.query.author.findFirst().sync();
const opened: Database.Database = drizzle('app.db').$client;
const count: number = db.transaction((transaction) => transaction.select().from(author).all().length, {
  behavior: 'immediate',
});

console.log(changes, id, found, opened.pragma('user_version', { simple: true }), count);
