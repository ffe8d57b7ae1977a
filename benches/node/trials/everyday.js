'use strict';

// Everyday calls: each way to read, write and fail that programs use often, on a database in memory. A trial reads or
// binds so few values that the call matters, not SQLite's work.

/** @import { Trial } from './index.js' */

const ROWS = 1000;
const SOME = 100;

/** Texts as programs have them: UTF-8 of two, three and four bytes a character, mostly short. */
const TEXTS = {
  'Latin-1': 'Zoë Müller, Straße 7',
  'Latin-1 long': 'Bärbel grüßt Zoë Müller aus der Straße 7; '.repeat(12),
  Cyrillic: 'Пётр Ильич Чайковский',
  CJK: '東京都千代田区丸の内一丁目',
  'CJK long': '東京都千代田区丸の内一丁目、日本国。'.repeat(30),
  emoji: 'See you there 🎉🚀',
  'one dash': 'An ordinary sentence – with one character that is not ASCII, in the middle of it.',
  JSON: JSON.stringify({ id: 17, name: 'Zoë', tags: ['a', 'b'], at: '2026-01-02T03:04:05Z', note: 'naïve – done' }),
};

/** @param {string} name @param {number} operations @param {Trial['prepare']} prepare @returns {Trial} */
const trial = (name, operations, prepare) => (
  { name, group: 'everyday', file: false, operations, needs: 'better-sqlite3', prepare });

/**
 * Fills a table of one column with the values of a function.
 * @param {any} db
 * @param {(i: number) => unknown} valueOf
 */
function column(db, valueOf) {
  db.exec('CREATE TABLE one (id INTEGER PRIMARY KEY, value)');
  const insert = db.prepare('INSERT INTO one VALUES (?, ?)');
  db.transaction(() => {
    for (let i = 1; i <= ROWS; ++i) insert.run(i, valueOf(i));
  })();
}

/** @param {any} db */
function people(db) {
  db.exec('CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT UNIQUE, age INTEGER, height REAL, note TEXT)');
  const insert = db.prepare('INSERT INTO people VALUES (?, ?, ?, ?, ?)');
  db.transaction(() => {
    for (let i = 1; i <= ROWS; ++i) insert.run(i, `name ${i}`, i % 90, i / 7, i % 3 ? null : 'a note');
  })();
}

const PEOPLE = 'SELECT id, name, age, height, note FROM people';

/**
 * Returns a trial with a statement on the table of people.
 * @param {string} name @param {number} operations @param {string} sql
 * @param {(statement: any) => () => unknown} use
 */
const onPeople = (name, operations, sql, use) => trial(name, operations, (db) => {
  people(db);
  return use(db.prepare(sql));
});

/**
 * Returns a trial that reads 100 values.
 * @param {string} name @param {(i: number) => unknown} valueOf @param {(statement: any) => any} [mode]
 */
const readingValues = (name, valueOf, mode = (statement) => statement) => trial(name, SOME, (db) => {
  column(db, valueOf);
  const statement = mode(db.prepare(`SELECT value FROM one LIMIT ${SOME}`));
  return () => statement.all();
});

/** @param {string} name @param {unknown} value */
const binding = (name, value) => trial(name, 1, (db) => {
  const statement = db.prepare('SELECT ? IS NULL').pluck();
  return () => statement.get(value);
});

/** @param {() => unknown} call */
function failing(call) {
  return () => {
    try {
      call();
    } catch (error) {
      return error.code;
    }
    throw new Error('The call was expected to fail');
  };
}

/** @param {(number: number) => unknown} use */
function counting(use) {
  let number = 0;
  return () => use((number += 1));
}

const reading = [
  onPeople('get by key', 1, `${PEOPLE} WHERE id = ?`, (statement) => counting((n) => statement.get(n % ROWS + 1))),
  onPeople('get without a row', 1, `${PEOPLE} WHERE id = ?`, (statement) => () => statement.get(-1)),
  onPeople('all: 10 rows', 10, `${PEOPLE} LIMIT 10`, (statement) => () => statement.all()),
  onPeople('all: 100 rows', SOME, `${PEOPLE} LIMIT 100`, (statement) => () => statement.all()),
  onPeople('iterate: 100 rows', SOME, `${PEOPLE} LIMIT 100`, (statement) => () => {
    let rows = 0;
    for (const row of statement.iterate()) rows += row === undefined ? 0 : 1;
    return rows;
  }),
  onPeople('pluck, all: 1,000 integers', ROWS, 'SELECT id FROM people', (statement) => {
    statement.pluck();
    return () => statement.all();
  }),
  onPeople('pluck, get', 1, 'SELECT count(*) FROM people WHERE id = 7', (statement) => {
    statement.pluck();
    return () => statement.get();
  }),
  onPeople('raw, all: 100 rows', SOME, `${PEOPLE} LIMIT 100`, (statement) => {
    statement.raw();
    return () => statement.all();
  }),
  onPeople('expand, all: 100 rows', SOME, `${PEOPLE} LIMIT 100`, (statement) => {
    statement.expand();
    return () => statement.all();
  }),
  onPeople('columns', 1, PEOPLE, (statement) => () => statement.columns()),
];

const parameters = [
  onPeople('named parameters', 1, `${PEOPLE} WHERE id = $id AND age >= @age`, (statement) => (
    counting((n) => statement.get({ id: n % ROWS + 1, age: 0 })))),
  onPeople('bind, then get', 1, `${PEOPLE} WHERE id = ?`, (statement) => {
    statement.bind(7);
    return () => statement.get();
  }),
  binding('bind a BigInt', 12345678901234567n),
  binding('bind a blob of 1 KB', Buffer.alloc(1024, 7)),
  ...Object.entries(TEXTS).map(([kind, text]) => binding(`bind text: ${kind}`, text)),
];

const values = [
  readingValues('read integers above 2^31, 100', (i) => 1_700_000_000_000 + i),
  readingValues('read BigInts, 100', (i) => i * 1000, (statement) => statement.safeIntegers()),
  readingValues('read NULLs, 100', () => null),
  readingValues('read blobs of 100 bytes, 100', (i) => Buffer.alloc(100, i)),
  readingValues('read text: ASCII, 100', (i) => `this is row ${i}`),
  ...Object.entries(TEXTS).map(([kind, text]) => readingValues(`read text: ${kind}, 100`, (i) => `${text}${i}`)),
  ...Object.entries(TEXTS).map(([kind, text]) => trial(`get text: ${kind}`, 1, (db) => {
    column(db, (i) => `${text}${i}`);
    const statement = db.prepare('SELECT value FROM one WHERE id = ?');
    return counting((n) => statement.get(n % ROWS + 1));
  })),
];

const SCRIPT = `
  CREATE TABLE t (a, b);
  INSERT INTO t VALUES (1, 'one');
  INSERT INTO t VALUES (2, 'two');
  UPDATE t SET b = 'three' WHERE a = 2;
  SELECT * FROM t;
  DROP TABLE t;
`;

const statements = [
  trial('exec: one statement', 1, (db) => {
    people(db);
    return () => db.exec('UPDATE people SET age = 7 WHERE id = 7');
  }),
  trial('exec: several statements', 1, (db) => () => db.exec(SCRIPT)),
  trial('exec: BEGIN, COMMIT', 1, (db) => () => db.exec('BEGIN').exec('COMMIT')),
  trial('pragma', 1, (db) => () => db.pragma('user_version', { simple: true })),
  trial('pragma: rows', 1, (db) => {
    people(db);
    return () => db.pragma('table_info(people)');
  }),
  trial('prepare, discarded', 1, (db) => {
    people(db);
    return () => db.prepare(`${PEOPLE} WHERE id = ?`);
  }),
  trial('prepare a new text, get', 1, (db) => {
    people(db);
    return counting((n) => db.prepare(`SELECT id, name AS name${n} FROM people WHERE id = ?`).get(7));
  }),
  trial('prepare a new text, all: 10 rows', 1, (db) => {
    people(db);
    return counting((n) => db.prepare(`SELECT id, name AS name${n}, age FROM people LIMIT 10`).all());
  }),
  trial('prepare a new text, run', 1, (db) => {
    people(db);
    return counting((n) => db.prepare(`UPDATE people SET age = ${n} WHERE id = ?`).run(7));
  }),
  trial('prepare, expand, get', 1, (db) => {
    people(db);
    return counting((n) => db.prepare(`SELECT p.*, ${n} AS n FROM people p WHERE id = ?`).expand().get(7));
  }),
  trial('prepare, expand, all: 10 rows', 1, (db) => {
    people(db);
    return counting((n) => db.prepare(`SELECT p.*, ${n} AS n FROM people p LIMIT 10`).expand().all());
  }),
];

const calls = [
  trial('run: insert and delete', 2, (db) => {
    people(db);
    const [insert, remove] = ['INSERT INTO people (id) VALUES (5000)', 'DELETE FROM people WHERE id = 5000'];
    const [one, other] = [db.prepare(insert), db.prepare(remove)];
    return () => [one.run(), other.run()];
  }),
  trial('transaction', 1, (db) => db.transaction(() => 7)),
  trial('transaction in a transaction', 1, (db) => {
    const inner = db.transaction(() => 7);
    return db.transaction(() => inner());
  }),
  trial('user function, 100 calls', SOME, (db) => {
    people(db);
    db.function('twice', (/** @type {number} */ n) => 2 * n);
    const statement = db.prepare('SELECT twice(id) FROM people LIMIT 100').pluck();
    return () => statement.all();
  }),
  trial('user function of text, 100 calls', SOME, (db) => {
    people(db);
    db.function('upper2', (/** @type {string} */ text) => text.toUpperCase());
    const statement = db.prepare('SELECT upper2(name) FROM people LIMIT 100').pluck();
    return () => statement.all();
  }),
  trial('user aggregate of 1,000 rows', ROWS, (db) => {
    people(db);
    db.aggregate('total2', { start: 0, step: (/** @type {number} */ sum, /** @type {number} */ n) => sum + n });
    const statement = db.prepare('SELECT total2(age) FROM people').pluck();
    return () => statement.get();
  }),
];

const errors = [
  trial('failed: constraint', 1, (db) => {
    people(db);
    const insert = db.prepare('INSERT INTO people (id, name) VALUES (5000, ?)');
    return failing(() => insert.run('name 7'));
  }),
  trial('failed: deep stack', 1, (db) => {
    people(db);
    const insert = db.prepare('INSERT INTO people (id, name) VALUES (5000, ?)');
    /** @type {(depth: number) => unknown} */
    const deep = (depth) => (depth === 0 ? insert.run('name 7') : [deep(depth - 1)]);
    return failing(() => deep(30));
  }),
  trial('failed: in a transaction', 1, (db) => {
    people(db);
    const insert = db.prepare('INSERT INTO people (id, name) VALUES (5000, ?)');
    return failing(db.transaction(() => insert.run('name 7')));
  }),
  trial('failed: no such table', 1, (db) => failing(() => db.prepare('SELECT * FROM missing'))),
  trial('failed: the connection is iterating', 1, (db) => {
    people(db);
    const statement = db.prepare(PEOPLE);
    const update = db.prepare('UPDATE people SET age = 7');
    const fail = failing(() => update.run());
    return () => {
      for (const row of statement.iterate()) return [row, fail()];
    };
  }),
  { ...trial('failed: another connection has the lock', 1, (db) => {
    people(db);
    const other = new db.constructor(db.name, { timeout: 0 });
    db.exec('BEGIN IMMEDIATE');
    return failing(() => other.exec('BEGIN IMMEDIATE'));
  }), file: true },
];

const opening = [
  trial('open and close a database in memory', 1, (db) => () => new db.constructor(':memory:').close()),
];

/** @type {Trial[]} */
module.exports = [...reading, ...parameters, ...values, ...statements, ...calls, ...errors, ...opening];
