'use strict';

// Random SQL for databases that are compared.

const SCHEMA = `
  create table numbers (id integer primary key, a, b default 7);
  create table texts (key text primary key, a blob, b real) without rowid;
  create table pairs (x, y, z text, primary key (y, x));
  create table checked (id integer primary key, a unique, b check (b is null or b <> 3));
  create table parent (id integer primary key, a);
  create table child (id integer primary key, parent references parent deferrable initially deferred);
  create table keyless (a, b);
`;

const TABLES = [
  ['numbers', 'id', ['a', 'b']], ['texts', 'key', ['a', 'b']], ['pairs', 'x', ['z']], ['checked', 'id', ['a', 'b']],
  ['parent', 'id', ['a']], ['keyless', 'a', ['b']],
];

/** @typedef {import('../../support/random').Random} Random */

/** @param {Random} random */
function literal(random) {
  return random.pick([
    () => 'null', () => String(random.below(6)), () => String(-random.uint32() * 4096), () => '4611686018427387904',
    () => `${random.below(100)}.25`, () => '-1e300', () => `'text ${random.below(9)}'`, () => "'ä€😀' || char(0) || 'z'",
    () => "''", () => "x''", () => `x'00ff${10 + random.below(80)}'`, () => `zeroblob(${random.below(300)})`,
  ])();
}

/** @param {Random} random */
function key(random) {
  return random.chance(0.8) ? String(random.below(12)) : `'${random.below(5)}'`;
}

/** Returns keys and literals, one for each column. @param {Random} random @param {number} length */
function row(random, length) {
  return Array.from({ length }, () => (random.chance(0.5) ? key(random) : literal(random)));
}

/** @param {Random} random */
function change(random) {
  const [table, by, columns] = random.pick(TABLES);
  const column = random.pick(columns);
  return random.pick([
    () => `insert or ignore into ${table} (${by}, ${column}) values (${key(random)}, ${literal(random)})`,
    () => `insert or replace into ${table} values (${row(random, table === 'parent' || table === 'keyless' ? 2 : 3)})`,
    () => `update or ignore ${table} set ${column} = ${literal(random)} where ${by} >= ${key(random)}`,
    () => `update or ignore ${table} set ${by} = ${key(random)} where ${by} = ${key(random)}`,
    () => `delete from ${table} where ${by} = ${key(random)}`,
    () => `delete from ${table}${random.chance(0.2) ? '' : ' where 0'}`,
    () => `insert or ignore into child values (${key(random)}, (select id from parent order by id limit 1))`,
  ])();
}

/**
 * Returns 1 to `max` random statements, each of which may fail.
 * @param {Random} random
 * @param {number} max
 */
function changes(random, max) {
  return Array.from({ length: 1 + random.below(max) }, () => change(random));
}

/** Executes statements and ignores those that fail. */
function runAll(db, statements) {
  for (const sql of statements) {
    try {
      db.exec(sql);
    } catch {
      // A constraint is violated: the statement has changed nothing.
    }
  }
}

/** The statements that read the tables of each database. @type {WeakMap<object, { all(): { row: string }[] }[]>} */
const readers = new WeakMap();

function prepareReaders(db) {
  return [...TABLES.map(([table]) => table), 'child'].map((table) => {
    const columns = db.prepare(`pragma table_info(${table})`).all().map(({ name }) => `quote("${name}")`);
    return db.prepare(`select ${columns.join(" || ' ' || ")} as row from ${table} order by 1`);
  });
}

/** Returns the rows of all tables, as text. */
function contents(db) {
  if (!readers.has(db)) readers.set(db, prepareReaders(db));
  return readers.get(db).map((reader) => reader.all().map(({ row }) => row));
}

module.exports = { SCHEMA, changes, contents, runAll };
