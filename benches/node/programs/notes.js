'use strict';

// A program for notes: written, tagged, edited, listed by pages and searched, through a query builder. Triggers keep
// the full-text index.

const path = require('node:path');
const Database = require('better-sqlite3');
const { Kysely, SqliteDialect, sql } = require('kysely');
const { numbers, texts } = require('../data');

const NOTES = 2000;
const TAGS = ['work', 'home', 'idea', 'later', 'read'];

/** @param {Kysely<any>} db */
async function createTables(db) {
  await db.schema.createTable('note').addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('title', 'text', (column) => column.notNull()).addColumn('body', 'text')
    .addColumn('changed', 'integer').execute();
  await db.schema.createTable('tag').addColumn('note', 'integer', (column) => column.references('note.id'))
    .addColumn('name', 'text').addPrimaryKeyConstraint('tag_key', ['name', 'note']).execute();
  await db.schema.createIndex('note_changed').on('note').column('changed').execute();
  await sql`CREATE VIRTUAL TABLE search USING fts5 (title, body, content = 'note', content_rowid = 'id')`.execute(db);
  await sql`CREATE TRIGGER inserted AFTER INSERT ON note BEGIN
    INSERT INTO search (rowid, title, body) VALUES (new.id, new.title, new.body); END`.execute(db);
  await sql`CREATE TRIGGER updated AFTER UPDATE ON note BEGIN
    INSERT INTO search (search, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
    INSERT INTO search (rowid, title, body) VALUES (new.id, new.title, new.body); END`.execute(db);
}

/** @param {Kysely<any>} db */
async function write(db) {
  const [text, number] = [texts(11), numbers(11)];
  for (let i = 1; i <= NOTES; ++i) {
    await db.transaction().execute(async (transaction) => {
      const note = { id: i, title: text(3), body: text(60), changed: number(1_000_000) };
      await transaction.insertInto('note').values(note).execute();
      const tags = TAGS.filter(() => number(3) === 0).map((name) => ({ note: i, name }));
      if (tags.length > 0) await transaction.insertInto('tag').values(tags).execute();
    });
  }
  for (let i = 0; i < NOTES / 4; ++i) {
    const change = { body: text(40), changed: number(1_000_000) };
    await db.updateTable('note').set(change).where('id', '=', number(NOTES) + 1).execute();
  }
}

/** @param {Kysely<any>} db */
async function read(db) {
  const text = texts(11);
  const pages = [];
  for (let page = 0; page < 40; ++page) {
    pages.push(await db.selectFrom('note').leftJoin('tag', 'tag.note', 'note.id').select(['note.id', 'title'])
      .select(({ fn }) => fn.agg('group_concat', ['tag.name']).as('tags'))
      .groupBy('note.id').orderBy('changed', 'desc').limit(50).offset(50 * page).execute());
  }
  const found = [];
  for (let i = 0; i < 300; ++i) {
    const words = `${text(1)} OR ${text(1).slice(0, 4)}*`;
    found.push(await db.selectFrom('search').innerJoin('note', 'note.id', 'search.rowid')
      .select(['note.id', sql`snippet(search, 1, '[', ']', '…', 6)`.as('shown')])
      .where(sql`search`, 'match', words).orderBy('rank').orderBy('note.id').limit(20).execute());
  }
  const tagged = await db.selectFrom('tag').select(['name', ({ fn }) => fn.countAll().as('n')]).groupBy('name')
    .execute();
  return { pages, found, tagged };
}

/** @param {string} folder */
module.exports = async (folder) => {
  const database = new Database(path.join(folder, 'notes.db'));
  database.pragma('journal_mode = WAL');
  const db = new Kysely({ dialect: new SqliteDialect({ database }) });
  await createTables(db);
  await write(db);
  const answers = await read(db);
  await db.destroy();
  return answers;
};
