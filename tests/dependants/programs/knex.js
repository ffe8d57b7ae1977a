'use strict';

const knex = require('knex');
const { AUTHORS, COPIES, COVER, PUBLISHED, CROWD } = require('../support/content');
const { failure } = require('../support/failure');
const { failureWhileLocked } = require('../support/failure-while-locked');

const MIGRATIONS = {
  async first(db) {
    await db.schema.createTable('author', (table) => {
      table.increments('id');
      table.string('name').notNullable().unique();
    });
    await db.schema.createTable('book', (table) => {
      table.increments('id');
      table.string('title');
      table.integer('author_id').notNullable().references('author.id').onDelete('CASCADE');
      table.datetime('published');
      table.binary('cover');
      table.bigInteger('copies').defaultTo(0);
      table.string('isbn').index();
    });
  },
  // For these changes Knex rewrites the table: it reads the schema, copies the rows and renames the copy.
  async second(db) {
    await db.schema.alterTable('book', (table) => {
      table.dropIndex('isbn');
      table.dropColumn('isbn');
      table.string('title').notNullable().alter();
    });
  },
};

const migrationSource = {
  getMigrations: async () => Object.keys(MIGRATIONS),
  getMigrationName: (name) => name,
  getMigration: async (name) => ({ up: MIGRATIONS[name], down: async () => {} }),
};

async function fill(db) {
  for (const { name, books } of AUTHORS) {
    const [{ id }] = await db('author').insert({ name }).returning('id');
    await db('book').insert(books.map((title) => (
      { title, author_id: id, published: PUBLISHED, cover: COVER, copies: COPIES })));
  }
}

module.exports = async (filename) => {
  const db = knex({ client: 'better-sqlite3', connection: { filename }, useNullAsDefault: true });
  await db.raw('PRAGMA journal_mode = WAL');
  await db.raw('PRAGMA busy_timeout = 1');
  const [batch, migrated] = await db.migrate.latest({ migrationSource });
  await db.transaction(fill);

  const rolledBack = await failure(() => db.transaction(async (transaction) => {
    await transaction('author').insert({ name: 'Nobody' });
    await transaction.transaction((nested) => nested('book').insert({ title: null, author_id: 1 }));
  }));
  const count = async () => (await db('author').count({ n: '*' }).first()).n;
  const authorsAfterRollback = await count();
  const violation = await failure(() => db('author').insert({ name: AUTHORS[0].name }));
  const locked = await failureWhileLocked(filename, () => db('author').insert({ name: 'Nobody' }));
  const merged = await db('author').insert({ name: AUTHORS[0].name }).onConflict('name').merge().returning('*');
  await Promise.all(CROWD.map((author) => db('author').insert(author)));

  const streamed = [];
  for await (const row of db('book').orderBy('title').stream()) streamed.push(row.title);
  const book = await db('book').where({ title: 'Solaris' }).first();
  const { copies } = await db('book').where({ title: 'Solaris' }).first('copies').options({ safeIntegers: true });
  const answers = {
    books: await db('book').join('author', 'author.id', 'book.author_id').orderBy('title').select('title', 'name')
      .then((rows) => rows.map(({ title, name }) => [title, name])),
    copies: String(copies),
    cover: book.cover.toString('hex'),
    published: new Date(book.published).toISOString(),
    authorsAfterRollback,
    violation: violation.code,
    locked: locked.code,
    authorsAfterCrowd: await count(),
    migrated: [batch, migrated, await db.migrate.currentVersion({ migrationSource })],
    rolledBack: [rolledBack.name, rolledBack.code, rolledBack.message],
    violationMessage: violation.message,
    merged,
    streamed,
    columns: await db('book').columnInfo(),
    changed: await db('book').update({ copies: 1 }).where('title', 'like', '%a%'),
    deleted: await db('author').where({ name: AUTHORS[1].name }).del(),
    cascaded: await db('book').pluck('title'),
  };
  await db.destroy();
  return answers;
};
