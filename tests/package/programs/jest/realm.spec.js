'use strict';

/* global beforeEach, afterEach, expect, jest, test */

// Jest runs each test file in a context of its own, whose Object and Error are not those of node:fs, Buffer and others.

const fs = require('node:fs');
const Database = require('better-sqlite3');

let db;
beforeEach(() => {
  db = new Database(':memory:');
  db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, value UNIQUE)');
});
afterEach(() => db.close());

test('rows equal objects and arrays of the context', () => {
  db.prepare('INSERT INTO t (value) VALUES (?), (?)').run(['a', 'b']);
  db.prepare('INSERT INTO t (value) VALUES (@value)').run({ value: 1.5 });
  const expected = [{ id: 1, value: 'a' }, { id: 2, value: 'b' }, { id: 3, value: 1.5 }];
  expect(db.prepare('SELECT * FROM t').all()).toEqual(expected);
  expect(db.prepare('SELECT * FROM t').raw().get()).toEqual([1, 'a']);
  expect(db.prepare('UPDATE t SET value = id').run()).toEqual({ changes: 3, lastInsertRowid: 3 });
});

test('blobs may be buffers of either realm, and are returned as Buffers', () => {
  const get = db.prepare('SELECT ?').pluck();
  const fromNode = fs.readFileSync(__filename).fill('abc').subarray(0, 3);
  for (const bytes of [Buffer.from('abc'), new Uint8Array([97, 98, 99]), fromNode]) {
    const blob = get.get(bytes);
    expect(Buffer.isBuffer(blob)).toBe(true);
    expect(blob.toString()).toBe('abc');
  }
  const copy = new Database(db.serialize());
  expect(copy.prepare('SELECT name FROM sqlite_schema WHERE type = ?').all('table')).toEqual([{ name: 't' }]);
  copy.close();
});

test('errors are instances of SqliteError and of the Error of the context', () => {
  const insert = db.prepare('INSERT INTO t (value) VALUES (?)');
  insert.run('a');
  expect(() => insert.run('a')).toThrow(Database.SqliteError);
  expect(() => insert.run('a')).toThrow(expect.objectContaining({ code: 'SQLITE_CONSTRAINT_UNIQUE' }));
  expect(() => insert.run('a')).toThrow(Error);
  expect(() => db.prepare('SELECT')).toThrow(/incomplete input/);
  expect(() => insert.run()).toThrow('Too few parameter values were provided');
  expect(() => insert.run(Symbol('a'))).toThrow('SQLite3 can only bind numbers, strings, bigints, buffers, and null');
});

test('errors of either realm that callbacks throw are rethrown', () => {
  const own = new TypeError('own');
  let system;
  try {
    fs.readFileSync('/no such file');
  } catch (error) {
    system = error;
  }
  for (const error of [own, system]) {
    db.function('fail', () => { throw error; });
    let thrown;
    try {
      db.exec('SELECT fail()');
    } catch (caught) {
      thrown = caught;
    }
    expect(thrown).toBe(error);
  }
});

test('functions, aggregates and transactions call functions of the context', () => {
  db.function('pair', (a, b) => `${a}-${b}`);
  db.aggregate('total', { start: () => 0, step: (total, value) => total + value });
  expect(db.prepare("SELECT pair(1, 'x') AS p").get()).toEqual({ p: '1-x' });
  expect(db.prepare('SELECT total(value) FROM (SELECT 1 AS value UNION SELECT 2)').pluck().get()).toBe(3);
  const spy = jest.fn(() => 5);
  db.function('spy', { varargs: true }, spy);
  expect(db.prepare('SELECT spy(1, 2)').pluck().get()).toBe(5);
  expect(spy).toHaveBeenCalledWith(1, 2);
  expect(db.transaction((value) => db.prepare('INSERT INTO t (value) VALUES (?)').run(value))('a').changes).toBe(1);
});

test('iterators and column descriptions equal values of the context', () => {
  const statement = db.prepare('SELECT 1 AS a UNION SELECT 2');
  expect([...statement.iterate()]).toEqual([{ a: 1 }, { a: 2 }]);
  expect(statement.columns()).toEqual([{ name: 'a', column: null, table: null, database: null, type: null }]);
});
