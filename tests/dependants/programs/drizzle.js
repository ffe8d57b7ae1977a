'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { count, eq, relations, sql } = require('drizzle-orm');
const { drizzle } = require('drizzle-orm/better-sqlite3');
const { migrate } = require('drizzle-orm/better-sqlite3/migrator');
const { blob, integer, sqliteTable, text, uniqueIndex } = require('drizzle-orm/sqlite-core');
const { AUTHORS, COPIES, COVER, PUBLISHED, CROWD } = require('../support/content');
const { failure } = require('../support/failure');
const { failureWhileLocked } = require('../support/failure-while-locked');

const author = sqliteTable('author', {
  id: integer().primaryKey({ autoIncrement: true }),
  name: text().notNull(),
}, (table) => [uniqueIndex('author_name').on(table.name)]);

const book = sqliteTable('book', {
  id: integer().primaryKey(),
  title: text().notNull(),
  authorId: integer('author_id').notNull().references(() => author.id),
  published: integer({ mode: 'timestamp_ms' }),
  cover: blob({ mode: 'buffer' }),
  copies: blob({ mode: 'bigint' }),
  tags: text({ mode: 'json' }),
  lent: integer({ mode: 'boolean' }).default(false),
});

const schema = {
  author,
  book,
  authorRelations: relations(author, ({ many }) => ({ books: many(book) })),
  bookRelations: relations(book, ({ one }) => ({
    author: one(author, { fields: [book.authorId], references: [author.id] }),
  })),
};

const FIRST = `CREATE TABLE author (id integer PRIMARY KEY AUTOINCREMENT NOT NULL, name text NOT NULL);
--> statement-breakpoint
CREATE UNIQUE INDEX author_name ON author (name);
--> statement-breakpoint
CREATE TABLE book (id integer PRIMARY KEY NOT NULL, title text NOT NULL, author_id integer NOT NULL REFERENCES author(id),
  published integer, cover blob, copies blob, tags text, lent integer DEFAULT false);`;

/** Writes a migrations folder as drizzle-kit does, and returns its path. */
function migrationsFolder(file) {
  const folder = path.join(path.dirname(file), 'migrations');
  fs.mkdirSync(path.join(folder, 'meta'), { recursive: true });
  fs.writeFileSync(path.join(folder, '0000_first.sql'), FIRST);
  const entries = [{ idx: 0, version: '6', when: 1700000000000, tag: '0000_first', breakpoints: true }];
  const journal = JSON.stringify({ version: '7', dialect: 'sqlite', entries });
  fs.writeFileSync(path.join(folder, 'meta/_journal.json'), journal);
  return folder;
}

function fill(db) {
  for (const { name, books } of AUTHORS) {
    const { id } = db.insert(author).values({ name }).returning({ id: author.id }).get();
    db.insert(book).values(books.map((title) => ({
      title, authorId: id, published: PUBLISHED, cover: COVER, copies: COPIES, tags: ['a', { b: null }], lent: true,
    }))).run();
  }
}

module.exports = async (file) => {
  const logged = [];
  const db = drizzle(file, { schema, logger: { logQuery: (query) => logged.push(query) } });
  db.$client.pragma('journal_mode = WAL');
  db.$client.pragma('busy_timeout = 1');
  migrate(db, { migrationsFolder: migrationsFolder(file) });
  db.transaction(fill, { behavior: 'immediate' });

  const rolledBack = await failure(() => db.transaction((outer) => {
    outer.insert(author).values({ name: 'Nobody' }).run();
    outer.transaction((inner) => inner.insert(book).values({ title: 'No one’s', authorId: 1000 }).run());
  }));
  const authors = () => db.select({ n: count() }).from(author).get().n;
  const authorsAfterRollback = authors();
  const violation = await failure(() => db.insert(author).values({ name: AUTHORS[0].name }).run());
  const locked = await failureWhileLocked(file, () => db.insert(author).values({ name: 'Nobody' }).run());
  const inserted = await Promise.all(CROWD.map((one) => db.insert(author).values(one)));

  const solaris = db.query.book.findFirst({ where: eq(book.title, 'Solaris'), with: { author: true } }).sync();
  const byTitle = db.select().from(book).where(eq(book.title, sql.placeholder('title'))).prepare();
  const answers = {
    books: db.select({ title: book.title, name: author.name }).from(book)
      .innerJoin(author, eq(author.id, book.authorId)).orderBy(book.title).values(),
    copies: String(solaris.copies),
    cover: solaris.cover.toString('hex'),
    published: solaris.published.toISOString(),
    authorsAfterRollback,
    violation: violation.code ?? violation.cause.code,
    locked: locked.code ?? locked.cause.code,
    authorsAfterCrowd: authors(),
    rolledBack: [rolledBack.name, rolledBack.message, String(rolledBack.cause)],
    violationMessage: [violation.name, violation.message],
    inserted: inserted.map(({ changes, lastInsertRowid }) => [changes, lastInsertRowid]),
    solaris: { ...solaris, copies: null },
    related: db.query.author.findMany({ with: { books: { columns: { title: true } } }, limit: 3 }).sync(),
    prepared: [
      byTitle.get({ title: 'Lavinia' }).tags,
      byTitle.all({ title: 'none' }),
      byTitle.values({ title: 'Solaris' }).length,
    ],
    counted: await db.$count(book, eq(book.lent, true)),
    temporary: drizzle().get(sql`SELECT count(*) AS tables FROM sqlite_schema`),
    raw: [db.get(sql`select ${1} + 1 as two`), db.values(sql`select title from book order by 1`)],
    updated: db.update(book).set({ tags: null }).where(eq(book.authorId, 1)).run().changes,
    logged,
  };
  db.$client.close();
  return answers;
};
