'use strict';

// The database layer of Nitro and Nuxt.

const path = require('node:path');
const { createDatabase } = require('db0');
const { default: sqlite } = require('db0/connectors/better-sqlite3');
const { AUTHORS, COPIES, COVER, PUBLISHED, CROWD } = require('../support/content');
const { failure } = require('../support/failure');
const { failureWhileLocked } = require('../support/failure-while-locked');

async function fill(db) {
  await db.exec('BEGIN');
  for (const { name, books } of AUTHORS) {
    const { lastInsertRowid } = await db.prepare('INSERT INTO author (name) VALUES (?)').run(name);
    const insert = db.prepare('INSERT INTO book VALUES (?, ?, ?, ?, ?)');
    for (const title of books) await insert.bind(title, lastInsertRowid, PUBLISHED.toISOString(), COVER, COPIES).run();
  }
  await db.exec('COMMIT');
}

module.exports = async (file) => {
  const db = createDatabase(sqlite({ path: path.relative('.', file) }));
  await db.exec('PRAGMA journal_mode = WAL');
  await db.exec('PRAGMA busy_timeout = 1');
  await db.exec('CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)');
  await db.sql`CREATE TABLE book (title TEXT, author INTEGER REFERENCES author, published TEXT, cover BLOB, copies BIGINT)`;
  await fill(db);

  await db.exec('BEGIN');
  const { rows: returned } = await db.sql`INSERT INTO author (name) VALUES (${'Nobody'}) RETURNING *`;
  await db.exec('ROLLBACK');
  const count = async () => (await db.prepare('SELECT count(*) AS n FROM author').get()).n;
  const authorsAfterRollback = await count();
  const violation = await failure(() => db.sql`INSERT INTO author (name) VALUES (${AUTHORS[0].name})`);
  const locked = await failureWhileLocked(file, () => db.sql`INSERT INTO author (name) VALUES (${'Nobody'})`);
  const inserted = await Promise.all(CROWD.map(({ name }) => (
    db.prepare('INSERT INTO author (name) VALUES (?)').run(name))));

  const { rows } = await db.sql`SELECT title, name FROM book JOIN author ON author.id = author ORDER BY title`;
  const solaris = await db.prepare('SELECT *, CAST(copies AS TEXT) AS copies FROM book WHERE title = ?').get('Solaris');
  const instance = await db.getInstance();
  const answers = {
    books: rows.map(({ title, name }) => [title, name]),
    copies: solaris.copies,
    cover: solaris.cover.toString('hex'),
    published: solaris.published,
    authorsAfterRollback,
    violation: violation.code,
    locked: locked.code,
    authorsAfterCrowd: await count(),
    returned,
    inserted,
    open: [instance.open, instance.inTransaction, instance.memory, instance.readonly],
  };
  await db.dispose();
  return { ...answers, openAfterwards: instance.open };
};
