'use strict';

const { PrismaBetterSqlite3 } = require('@prisma/adapter-better-sqlite3');
const { PrismaClient, Prisma } = require('@prisma/client');
const { AUTHORS, COPIES, COVER, PUBLISHED, CROWD } = require('../support/content');
const { failure } = require('../support/failure');
const { failureWhileLocked } = require('../support/failure-while-locked');

// The migration that `prisma migrate` writes for the schema and executes by the adapter, as this program does.
const MIGRATION = `
CREATE TABLE "Author" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "name" TEXT NOT NULL);
CREATE UNIQUE INDEX "Author_name_key" ON "Author"("name");
CREATE TABLE "Book" (
  "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "title" TEXT NOT NULL,
  "published" DATETIME NOT NULL,
  "cover" BLOB NOT NULL,
  "copies" BIGINT NOT NULL,
  "price" DECIMAL,
  "tags" JSONB,
  "lent" BOOLEAN NOT NULL DEFAULT false,
  "authorId" INTEGER NOT NULL,
  CONSTRAINT "Book_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "Author" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);`;

const details = {
  published: PUBLISHED, cover: COVER, copies: COPIES, price: '12.34', tags: ['a', { b: null }], lent: true,
};

const filled = (prisma) => AUTHORS.map(({ name, books }) => prisma.author.create({
  data: { name, books: { create: books.map((title) => ({ title, ...details })) } },
}));

const described = ({ name, code, meta }) => [name, code, meta];

module.exports = async (file) => {
  const factory = new PrismaBetterSqlite3({ url: `file:${file}`, timeout: 1 });
  const migrator = await factory.connect();
  await migrator.executeScript('PRAGMA journal_mode = WAL');
  await migrator.executeScript(MIGRATION);
  await migrator.dispose();

  const prisma = new PrismaClient({ adapter: factory });
  await prisma.$transaction(filled(prisma));

  const rolledBack = await failure(() => prisma.$transaction(async (transaction) => {
    await transaction.author.create({ data: { name: 'Nobody' } });
    await transaction.book.create({ data: { title: 'No one’s', ...details, authorId: 1000 } });
  }));
  const authorsAfterRollback = await prisma.author.count();
  const violation = await failure(() => prisma.author.create({ data: { name: AUTHORS[0].name } }));
  const locked = await failureWhileLocked(file, () => prisma.author.create({ data: { name: 'Nobody' } }));
  const table = await failure(() => prisma.$queryRaw`SELECT * FROM missing`);
  const notNull = await failure(() => prisma.$executeRaw`INSERT INTO Author (name) VALUES (NULL)`);
  await Promise.all(CROWD.map((data) => prisma.author.create({ data })));
  const many = await prisma.author.createManyAndReturn({ data: [{ name: 'x' }, { name: 'y' }] });
  const removed = await prisma.author.deleteMany({ where: { name: { in: ['x', 'y'] } } });

  const books = await prisma.book.findMany({ include: { author: true }, orderBy: { title: 'asc' } });
  const [solaris] = books.filter(({ title }) => title === 'Solaris');
  const answers = {
    books: books.map(({ title, author }) => [title, author.name]),
    copies: String(solaris.copies),
    cover: Buffer.from(solaris.cover).toString('hex'),
    published: solaris.published.toISOString(),
    authorsAfterRollback,
    violation: violation.meta.driverAdapterError.cause.originalCode,
    locked: locked.meta.driverAdapterError.cause.originalCode,
    authorsAfterCrowd: await prisma.author.count(),
    known: violation instanceof Prisma.PrismaClientKnownRequestError,
    failures: [rolledBack, violation, locked, table, notNull].map(described),
    many,
    removed,
    solaris: { ...solaris, copies: typeof solaris.copies },
    upserted: await prisma.author.upsert({
      where: { name: 'Author 3' }, create: { name: '3' }, update: { name: 'Three' },
    }),
    sum: await prisma.book.aggregate({
      _avg: { id: true }, _max: { title: true }, _count: true, where: { lent: true },
    }),
    grouped: await prisma.book.groupBy({ by: ['authorId'], _count: { _all: true }, orderBy: { authorId: 'asc' } }),
    raw: (await prisma.$queryRaw`SELECT title, copies, cover, published, price, 1.5 AS f, NULL AS n FROM Book ORDER BY title`)
      .map((row) => ({ ...row, copies: [typeof row.copies, String(row.copies)] })),
    some: await prisma.author.findMany({
      where: { books: { some: { title: { contains: 'a' } } } }, select: { name: true },
    }),
    deleted: await prisma.author.delete({ where: { name: AUTHORS[0].name } }),
    cascaded: await prisma.book.count(),
  };
  await prisma.$disconnect();
  return answers;
};
