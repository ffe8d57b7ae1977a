/* global afterEach, beforeEach, expect, test */

import { readFileSync } from 'node:fs';
import Database, { SqliteError } from 'better-sqlite3';

let db;
beforeEach(() => {
  db = new Database(':memory:');
  db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, value UNIQUE)');
});
afterEach(() => db.close());

test('rows and blobs are stored and returned', () => {
  db.prepare('INSERT INTO t (value) VALUES (@value)').run({ value: 'a' });
  db.prepare('INSERT INTO t (value) VALUES (?)').run([readFileSync(import.meta.filename).subarray(0, 2)]);
  expect(db.prepare('SELECT * FROM t').all()).toEqual([{ id: 1, value: 'a' }, { id: 2, value: Buffer.from('/*') }]);
});

test('errors of SQLite and of callbacks are thrown', () => {
  const insert = db.prepare('INSERT INTO t (value) VALUES (?)');
  insert.run('a');
  expect(() => insert.run('a')).toThrow(SqliteError);
  expect(() => insert.run('a')).toThrow(expect.objectContaining({ code: 'SQLITE_CONSTRAINT_UNIQUE' }));
  const own = new TypeError('own');
  db.function('fail', () => { throw own; });
  expect(() => db.exec('SELECT fail()')).toThrow(own);
});

test('named exports equal the properties of the default export', () => {
  expect(SqliteError).toBe(Database.SqliteError);
});
