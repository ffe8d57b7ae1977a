'use strict';

// A shop on an object-relational mapper: migrations, customers with orders and items, loaded with their relations.

const path = require('node:path');
const { DataSource, EntitySchema } = require('typeorm');
const { numbers, texts } = require('../data');

const CUSTOMERS = 200;
const ORDERS = 1000;

const id = { type: 'integer', primary: true, generated: true };
const Customer = new EntitySchema({
  name: 'Customer',
  columns: {
    id, name: { type: 'text' }, email: { type: 'text', unique: true }, vip: { type: 'boolean', default: false },
  },
  relations: { orders: { type: 'one-to-many', target: 'Order', inverseSide: 'customer' } },
});
const Order = new EntitySchema({
  name: 'Order',
  columns: { id, placed: { type: 'datetime' }, state: { type: 'text' } },
  relations: {
    customer: { type: 'many-to-one', target: 'Customer', inverseSide: 'orders' },
    items: { type: 'one-to-many', target: 'Item', inverseSide: 'order', cascade: true },
  },
});
const Item = new EntitySchema({
  name: 'Item',
  columns: {
    id, title: { type: 'text' }, price: { type: 'integer' }, details: { type: 'simple-json', nullable: true },
  },
  relations: { order: { type: 'many-to-one', target: 'Order', inverseSide: 'items', onDelete: 'CASCADE' } },
});

/** The schema in two steps, as applications that have grown make it. */
class First1700000000001 {
  name = 'First1700000000001';

  /** @param {any} runner */
  async up(runner) {
    await runner.query('CREATE TABLE customer (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name TEXT NOT NULL, '
      + 'email TEXT NOT NULL UNIQUE)');
    await runner.query('CREATE TABLE "order" (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, placed DATETIME NOT NULL, '
      + 'state TEXT NOT NULL, customerId INTEGER REFERENCES customer (id))');
    await runner.query('CREATE TABLE item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, title TEXT NOT NULL, '
      + 'price INTEGER NOT NULL, details TEXT, orderId INTEGER REFERENCES "order" (id) ON DELETE CASCADE)');
  }
}

class Second1700000000002 {
  name = 'Second1700000000002';

  /** @param {any} runner */
  async up(runner) {
    await runner.query('ALTER TABLE customer ADD COLUMN vip BOOLEAN NOT NULL DEFAULT 0');
    await runner.query('CREATE INDEX item_order ON item (orderId)');
    await runner.query('CREATE INDEX order_customer ON "order" (customerId)');
  }
}

/** @param {DataSource} source */
async function fill(source) {
  const [text, number] = [texts(13), numbers(13)];
  const customers = await source.getRepository(Customer).save(Array.from({ length: CUSTOMERS }, (_, i) => (
    { name: text(2), email: `${i}@example.com`, vip: i % 10 === 0 })));
  for (let i = 0; i < ORDERS; ++i) {
    const items = Array.from({ length: 1 + number(4) }, () => (
      { title: text(2), price: number(10_000), details: number(2) ? { colour: text(1), size: number(50) } : null }));
    const placed = new Date(Date.UTC(2024, number(12), 1 + number(28)));
    await source.getRepository(Order).save({ placed, state: 'new', customer: customers[number(CUSTOMERS)], items });
  }
}

/** @param {DataSource} source */
async function use(source) {
  const number = numbers(17);
  const orders = source.getRepository(Order);
  for (let i = 0; i < 300; ++i) {
    const order = await orders.findOneOrFail({ where: { id: number(ORDERS) + 1 }, relations: { items: true } });
    await orders.save({ ...order, state: order.items.length > 2 ? 'packed' : 'sent' });
  }
  const pages = [];
  for (let page = 0; page < 20; ++page) {
    const order = { placed: /** @type {const} */ ('ASC'), id: /** @type {const} */ ('ASC') };
    const relations = { customer: true, items: true };
    pages.push(await orders.find({ relations, order, take: 50, skip: 50 * page }));
  }
  const best = await source.getRepository(Customer).createQueryBuilder('c').innerJoin('c.orders', 'o')
    .innerJoin('o.items', 'i').select(['c.name AS name', 'sum(i.price) AS total']).where('c.vip = :vip', { vip: true })
    .groupBy('c.id').orderBy('total', 'DESC').getRawMany();
  await orders.delete({ state: 'sent' });
  return { pages, best, left: await orders.count(), items: await source.getRepository(Item).count() };
}

/** @param {string} folder */
module.exports = async (folder) => {
  const source = new DataSource({
    type: 'better-sqlite3', database: path.join(folder, 'shop.db'), enableWAL: true,
    entities: [Customer, Order, Item], migrations: [First1700000000001, Second1700000000002], migrationsRun: true,
  });
  await source.initialize();
  await fill(source);
  const answers = await use(source);
  await source.destroy();
  return answers;
};
