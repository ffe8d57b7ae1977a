'use strict';

/* global expect, jest, test */

const path = require('node:path');

const file = path.join(__dirname, 'shared.db');

test('a package that is loaded again shares files with the first', () => {
  const First = require('better-sqlite3');
  const first = new First(file);
  first.pragma('journal_mode = WAL');
  first.exec('CREATE TABLE IF NOT EXISTS t (a); INSERT INTO t VALUES (1)');
  jest.resetModules();
  const Second = require('better-sqlite3');
  expect(Second).not.toBe(First);
  const second = new Second(file, { timeout: 0 });
  expect(second.prepare('SELECT a FROM t').all()).toEqual([{ a: 1 }]);
  first.exec('BEGIN IMMEDIATE');
  expect(() => second.exec('BEGIN IMMEDIATE')).toThrow('database is locked');
  first.exec('COMMIT');
  first.close();
  second.close();
});

test('a backup does not depend on timers', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
  const Database = require('better-sqlite3');
  const db = new Database(':memory:');
  db.exec('CREATE TABLE t (a)');
  const { remainingPages } = await db.backup(path.join(__dirname, 'copy.db'));
  expect(remainingPages).toBe(0);
  db.close();
  jest.useRealTimers();
});
