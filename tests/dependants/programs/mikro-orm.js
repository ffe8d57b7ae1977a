'use strict';

const { Routine } = require('@mikro-orm/core');
const {
  defineEntity, MikroORM, p, raw, UniqueConstraintViolationException, ForeignKeyConstraintViolationException,
} = require('@mikro-orm/sqlite');
const { AUTHORS, COPIES, COVER, PUBLISHED, CROWD } = require('../support/content');
const { failure } = require('../support/failure');
const { failureWhileLocked } = require('../support/failure-while-locked');

const Author = defineEntity({
  name: 'Author',
  properties: {
    id: p.integer().primary(),
    name: p.string().unique(),
    books: () => p.oneToMany(Book).mappedBy('author'),
  },
});

const Book = defineEntity({
  name: 'Book',
  properties: {
    id: p.integer().primary(),
    title: p.string(),
    author: () => p.manyToOne(Author),
    published: p.datetime().nullable(),
    cover: p.blob().nullable(),
    copies: p.bigint('bigint').nullable(),
    tags: p.json().nullable(),
  },
});

/** Mikro-ORM registers this as a user function. */
const shout = new Routine({
  name: 'shout',
  type: 'function',
  deterministic: true,
  params: { text: { type: 'text' }, times: { type: 'integer' } },
  returns: { runtimeType: 'string' },
  bodyJs: ({ text, times }) => text + '!'.repeat(times),
});

async function fill(em) {
  for (const { name, books } of AUTHORS) {
    const author = em.create(Author, { name });
    for (const title of books) {
      em.create(Book, { title, author, published: PUBLISHED, cover: COVER, copies: COPIES, tags: ['a', { b: null }] });
    }
  }
}

module.exports = async (dbName) => {
  const orm = await MikroORM.init({ dbName, entities: [Author, Book], routines: [shout] });
  const schema = await orm.schema.getCreateSchemaSQL();
  await orm.schema.create();
  await orm.em.execute('PRAGMA busy_timeout = 1');
  const difference = await orm.schema.getUpdateSchemaSQL();
  await orm.em.fork().transactional(fill);

  const em = orm.em.fork();
  const rolledBack = await failure(() => em.fork().transactional(async (transaction) => {
    await transaction.insert(Author, { name: 'Nobody' });
    await transaction.transactional((nested) => nested.insert(Book, { title: 'No one’s', author: 1000 }));
  }));
  const authorsAfterRollback = await em.count(Author);
  const violation = await failure(() => em.fork().insert(Author, { name: AUTHORS[0].name }));
  const locked = await failureWhileLocked(dbName, () => em.fork().insert(Author, { name: 'Nobody' }));
  const missing = await failure(() => em.fork().execute('SELECT * FROM missing'));
  const syntax = await failure(() => em.fork().execute('SELEKT'));
  const inserted = await Promise.all(CROWD.map((author) => orm.em.fork().insert(Author, author)));

  const books = await em.find(Book, {}, { populate: ['author'], orderBy: { title: 'ASC' } });
  const [{ copies }] = await em.execute("SELECT CAST(copies AS TEXT) AS copies FROM book WHERE title = 'Solaris'");
  const streamed = [];
  for await (const book of em.fork().stream(Book, { orderBy: { title: 'ASC' } })) streamed.push(book.title);
  const joined = books.map(({ title, author }) => [title, author.name]);

  books[0].title = 'Lavinia, again';
  em.remove(books[1]);
  await em.flush();
  const native = await orm.em.getConnection().getNativeClient();
  const answers = {
    books: joined,
    copies,
    cover: Buffer.from(books[1].cover).toString('hex'),
    published: books[1].published.toISOString(),
    authorsAfterRollback,
    violation: violation.code,
    locked: locked.code,
    authorsAfterCrowd: await em.count(Author),
    schema,
    difference,
    classes: [
      violation instanceof UniqueConstraintViolationException,
      rolledBack instanceof ForeignKeyConstraintViolationException,
    ],
    failures: [rolledBack, violation, locked, missing, syntax].map(({ name, code, message }) => [name, code, message]),
    inserted,
    streamed,
    shouted: [
      await em.callRoutine(shout, { text: 'ö', times: 2 }),
      await em.callRoutine(shout, { text: '', times: 1 }),
    ],
    left: await em.fork().find(Book, { author: { name: AUTHORS[0].name } }, { fields: ['title', 'tags'] }),
    grouped: await em.createQueryBuilder(Book, 'b').select(['author', raw('count(*) as n')]).groupBy('author')
      .execute(),
    journal: native.pragma('journal_mode', { simple: true }),
    again: await orm.schema.getUpdateSchemaSQL(),
    connected: await orm.isConnected(),
  };
  await orm.close();
  return answers;
};
