'use strict';

const Database = require('better-sqlite3');
const { Kysely, SqliteDialect, sql } = require('kysely');
const { Migrator } = require('kysely/migration');
const { AUTHORS, COPIES, COVER, PUBLISHED, CROWD } = require('../support/content');
const { failure } = require('../support/failure');
const { failureWhileLocked } = require('../support/failure-while-locked');

const MIGRATIONS = {
  async first(db) {
    await db.schema.createTable('author')
      .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('name', 'text', (column) => column.notNull().unique())
      .execute();
    await db.schema.createTable('book')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('author_id', 'integer', (column) => column.notNull().references('author.id'))
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('published', 'text')
      .addColumn('cover', 'blob')
      .execute();
  },
  async second(db) {
    await db.schema.alterTable('book').addColumn('copies', 'bigint').execute();
    await db.schema.createIndex('book_title').on('book').columns(['title', 'author_id']).unique().execute();
  },
};

const migrations = Object.fromEntries(Object.entries(MIGRATIONS).map(([name, up]) => [name, { up }]));

async function fill(db) {
  for (const { name, books } of AUTHORS) {
    const { id } = await db.insertInto('author').values({ name }).returning('id').executeTakeFirstOrThrow();
    await db.insertInto('book').values(books.map((title) => (
      { title, author_id: id, published: PUBLISHED.toISOString(), cover: COVER, copies: COPIES }))).execute();
  }
}

module.exports = async (file) => {
  const database = new Database(file);
  const db = new Kysely({ dialect: new SqliteDialect({ database }) });
  await sql`PRAGMA journal_mode = WAL`.execute(db);
  await sql`PRAGMA busy_timeout = 1`.execute(db);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error, results } = await migrator.migrateToLatest();
  if (error) throw error;
  await db.transaction().execute(fill);

  const controlled = await db.startTransaction().execute();
  const savepoint = await controlled.savepoint('before').execute();
  await savepoint.insertInto('author').values({ name: 'Nobody' }).execute();
  await savepoint.rollbackToSavepoint('before').execute();
  await controlled.commit().execute();

  const rolledBack = await failure(() => db.transaction().execute(async (transaction) => {
    await transaction.insertInto('author').values({ name: 'Nobody' }).execute();
    await transaction.insertInto('book').values({ title: 'No one’s', author_id: 1000 }).execute();
  }));
  const count = async () => (
    await db.selectFrom('author').select(db.fn.countAll().as('n')).executeTakeFirstOrThrow()).n;
  const authorsAfterRollback = await count();
  const violation = await failure(() => db.insertInto('author').values({ name: AUTHORS[0].name }).execute());
  const locked = await failureWhileLocked(file, () => db.insertInto('author').values({ name: 'Nobody' }).execute());
  const inserted = await Promise.all(
    CROWD.map((author) => db.insertInto('author').values(author).executeTakeFirstOrThrow()));

  const streamed = [];
  for await (const row of db.selectFrom('book').select('title').orderBy('title').stream()) streamed.push(row.title);
  const rows = await db.selectFrom('book').innerJoin('author', 'author.id', 'book.author_id')
    .select(['title', 'name']).orderBy('title').execute();
  const book = await db.selectFrom('book').selectAll().where('title', '=', 'Solaris').executeTakeFirstOrThrow();
  database.defaultSafeIntegers(true);
  const { copies } = await db.selectFrom('book').select('copies').executeTakeFirstOrThrow();
  database.defaultSafeIntegers(false);

  const answers = {
    books: rows.map(({ title, name }) => [title, name]),
    copies: String(copies),
    cover: book.cover.toString('hex'),
    published: book.published,
    authorsAfterRollback,
    violation: violation.code,
    locked: locked.code,
    authorsAfterCrowd: await count(),
    migrated: results.map(({ migrationName, status }) => [migrationName, status]),
    rolledBack: [rolledBack.name, rolledBack.code, rolledBack.message],
    violationMessage: violation.message,
    inserted: inserted.map(({ insertId, numInsertedOrUpdatedRows }) => (
      [typeof insertId, String(insertId), String(numInsertedOrUpdatedRows)])),
    streamed,
    tables: await db.introspection.getTables(),
    plan: await db.selectFrom('book').selectAll().where('title', '=', 'Solaris').explain(),
    updated: String((await db.updateTable('book').set({ copies: 1 }).executeTakeFirstOrThrow()).numUpdatedRows),
  };
  await db.destroy();
  return answers;
};
