'use strict';

// The operations whose costs are recorded, on a table of a hundred rows of five columns.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const FIVE = 'SELECT id, real, text, blob, empty FROM t';
const ROWS = 100;

/** @param {any} Database */
function openTable(Database) {
  const db = new Database(':memory:');
  db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, real REAL, text TEXT, blob BLOB, empty)');
  const insert = db.prepare('INSERT INTO t VALUES (?, ?, ?, ?, NULL)');
  for (let i = 1; i <= ROWS; i += 1) insert.run(i, i + 0.25, `this is row ${100 + i}`, Buffer.from('this is a blob'));
  return db;
}

/** @param {any} statement */
function exhaust(statement) {
  let rows = 0;
  for (const row of statement.iterate()) if (row) rows += 1;
  return rows;
}

/**
 * Opens a database in a file, which ends with the process.
 * @param {any} Database @param {string} mode
 */
function openFile(Database, mode) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anysqlite-'));
  const db = new Database(path.join(folder, 'test.db'));
  process.on('exit', () => {
    db.close();
    fs.rmSync(folder, { recursive: true });
  });
  db.pragma(`journal_mode = ${mode}`);
  db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (7)');
  return { db, byKey: db.prepare('SELECT id FROM t WHERE id = ?') };
}

/**
 * Returns what is counted on a file. The first call opens the file, so that the others are counted without it.
 * @param {any} Database @param {string} mode
 */
function onFile(Database, mode) {
  /** @type {ReturnType<typeof openFile> | undefined} */
  let opened;
  const file = () => (opened ??= openFile(Database, mode));
  return {
    [`get: from a file, ${mode}`]: () => file().byKey.get(7),
    [`exec: BEGIN IMMEDIATE, COMMIT on a file, ${mode}`]: () => file().db.exec('BEGIN IMMEDIATE; COMMIT'),
  };
}

/**
 * Returns functions by the name of what they do.
 * @param {any} Database
 * @returns {Record<string, () => unknown>}
 */
function operations(Database) {
  const db = openTable(Database);
  db.function('twice', (/** @type {number} */ x) => x * 2);
  db.aggregate('product', { start: 1, step: (/** @type {number} */ p, /** @type {number} */ x) => (p * x) % 1009 });
  const statements = {
    byKey: db.prepare(`${FIVE} WHERE id = ?`),
    rows: db.prepare(FIVE),
    ids: db.prepare('SELECT id FROM t').pluck(),
    update: db.prepare('UPDATE t SET real = ? WHERE id = ?'),
    named: db.prepare('SELECT @a AS a, @b AS b'),
    foreign: db.prepare("SELECT 'Größe 价格' AS text"),
    called: db.prepare('SELECT sum(twice(id)) AS s FROM t'),
    aggregated: db.prepare('SELECT product(id) AS p FROM t'),
    failing: db.prepare('INSERT INTO t (id) VALUES (1)'),
  };
  const nothing = db.transaction(() => {});
  return {
    'get: a row of five columns': () => statements.byKey.get(7),
    'get: named parameters': () => statements.named.get({ a: 1, b: 'two' }),
    'get: text that is not ASCII': () => statements.foreign.get(),
    'all: 100 rows of five columns': () => statements.rows.all(),
    'all: 100 integers, plucked': () => statements.ids.all(),
    'iterate: 100 rows of five columns': () => exhaust(statements.rows),
    'run: an update': () => statements.update.run(1.5, 7),
    'run: a failure': () => {
      try {
        statements.failing.run();
      } catch {
        return true;
      }
      throw new Error('two rows have one key');
    },
    'exec: a statement': () => db.exec('UPDATE t SET real = 2 WHERE id = 8'),
    'exec: three statements': () => db.exec('BEGIN; UPDATE t SET real = 2 WHERE id = 8; COMMIT'),
    'prepare: a statement': () => db.prepare(`${FIVE} WHERE id = ?`),
    'pragma': () => db.pragma('user_version', { simple: true }),
    'transaction: empty': nothing,
    'a user function, 100 times': () => statements.called.get(),
    'an aggregate of 100 rows': () => statements.aggregated.get(),
    'open and close': () => new Database(':memory:').close(),
    ...onFile(Database, 'delete'),
    ...onFile(Database, 'wal'),
  };
}

module.exports = { operations };
