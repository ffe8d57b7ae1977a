'use strict';

const path = require('node:path');
const { DataSource, EntitySchema, Like } = require('typeorm');
const { AUTHORS, COPIES, COVER, PUBLISHED, CROWD } = require('../support/content');
const { failure } = require('../support/failure');
const { failureWhileLocked } = require('../support/failure-while-locked');

const Author = new EntitySchema({
  name: 'author',
  columns: {
    id: { type: 'integer', primary: true, generated: 'increment' },
    name: { type: 'varchar', unique: true },
  },
  relations: { books: { type: 'one-to-many', target: 'book', inverseSide: 'author', cascade: true } },
});

const Book = new EntitySchema({
  name: 'book',
  columns: {
    id: { type: 'integer', primary: true, generated: 'increment' },
    title: { type: 'varchar' },
    published: { type: 'datetime' },
    cover: { type: 'blob' },
    copies: { type: 'bigint', nullable: true },
    created: { type: 'datetime', createDate: true, select: false },
  },
  relations: { author: { type: 'many-to-one', target: 'author', inverseSide: 'books', onDelete: 'CASCADE' } },
});

/** Stored in a second database, which TypeORM attaches. */
const Note = new EntitySchema({
  name: 'note',
  database: 'notes.db',
  columns: { id: { type: 'integer', primary: true, generated: 'increment' }, text: { type: 'simple-json' } },
});

class AddIsbn1700000000000 {
  up = (runner) => runner.query('ALTER TABLE book ADD COLUMN isbn varchar');
  down = (runner) => runner.dropColumn('book', 'isbn');
}

async function fill(manager) {
  for (const { name, books } of AUTHORS) {
    await manager.save('author', {
      name,
      books: books.map((title) => ({ title, published: PUBLISHED, cover: COVER, copies: COPIES })),
    });
  }
}

module.exports = async (database) => {
  const source = new DataSource({
    type: 'better-sqlite3', database, enableWAL: true, timeout: 1, statementCacheSize: 3,
    entities: [Author, Book, Note], migrations: [AddIsbn1700000000000],
    prepareDatabase: (db) => db.function('shout', { deterministic: true }, (text) => `${text}!`),
  });
  await source.initialize();
  await source.synchronize();
  const migrated = await source.runMigrations();
  await source.undoLastMigration();
  await source.transaction(fill);

  const authors = source.getRepository('author');
  const books = source.getRepository('book');
  const rolledBack = await failure(() => source.transaction(async (manager) => {
    await manager.insert('author', { name: 'Nobody' });
    await manager.transaction((nested) => nested.insert('book', { title: 'No one’s', published: null, cover: COVER }));
  }));
  const authorsAfterRollback = await authors.count();
  const violation = await failure(() => authors.insert({ name: AUTHORS[0].name }));
  const locked = await failureWhileLocked(database, () => authors.insert({ name: 'Nobody' }));
  const inserted = await Promise.all(CROWD.map((author) => authors.insert({ ...author })));
  await source.getRepository('note').save([{ text: { a: [1, null] } }, { text: 'ö' }]);
  // In TypeORM a bigint is a string, but it selects a number unless the query casts to text.
  const copiesAsText = 'SELECT CAST(copies AS TEXT) AS copies FROM book WHERE title = ?';
  const [{ copies }] = await source.query(copiesAsText, ['Solaris']);

  const joined = await books.find({ relations: { author: true }, order: { title: 'ASC' } });
  const runner = source.createQueryRunner();
  const table = await runner.getTable('book');
  const answers = {
    books: joined.map(({ title, author }) => [title, author.name]),
    copies,
    cover: joined[1].cover.toString('hex'),
    published: joined[1].published.toISOString(),
    authorsAfterRollback,
    violation: violation.driverError.code,
    locked: locked.driverError.code,
    authorsAfterCrowd: await authors.count(),
    migrated: migrated.map(({ name }) => name),
    rolledBack: [rolledBack.name, rolledBack.message, rolledBack.code, rolledBack.driverError.name],
    violationMessage: [violation.name, violation.message, violation.code],
    inserted: inserted.map(({ raw, identifiers }) => [raw, identifiers]),
    notes: await source.getRepository('note').find(),
    attached: (await source.query('PRAGMA database_list')).map(({ name, file }) => [name, path.basename(file)]),
    table: table.columns.map(({ name, type, isNullable, isUnique, isGenerated }) => (
      [name, type, isNullable, isUnique, isGenerated])),
    foreignKeys: table.foreignKeys.map(({ columnNames, referencedTableName, onDelete }) => (
      [columnNames, referencedTableName, onDelete])),
    shouted: await source.query('SELECT shout(title) AS shouted FROM book ORDER BY 1'),
    paged: await authors.createQueryBuilder('a').leftJoinAndSelect('a.books', 'b').where({ name: Like('%1%') })
      .orderBy('a.id').take(3).skip(1).getManyAndCount(),
    updated: (await books.update({ title: 'Solaris' }, { title: 'Солярис' })).affected,
    deleted: (await authors.delete({ name: AUTHORS[0].name })).affected,
    cascaded: await books.find({ select: { title: true } }),
  };
  await source.destroy();
  return answers;
};
