'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { sqliteError, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const open = (t) => scratch(t).open().exec(`
  create table entry (id integer primary key, a text, b real, c blob);
  insert into entry values (1, 'one', 1.5, x'01'), (2, 'two', 2.5, x'0202'), (3, null, null, null);
`);

test('get() returns the first row, or undefined', (t) => {
  const db = open(t);
  const byId = db.prepare('select * from entry where id = ?');
  assert.deepEqual(byId.get(2), { id: 2, a: 'two', b: 2.5, c: Buffer.from([2, 2]) });
  assert.deepEqual(byId.get(3), { id: 3, a: null, b: null, c: null });
  assert.equal(byId.get(4), undefined);
  assert.equal(db.prepare('select id from entry order by id desc').get().id, 3);
});

test('get() returns undefined in every mode if there is no row', (t) => {
  const statement = open(t).prepare('select * from entry where id = 4');
  assert.equal(statement.pluck().get(), undefined);
  assert.equal(statement.raw().get(), undefined);
  assert.equal(statement.expand().get(), undefined);
});

test('get() returns a new row with its own Buffers each time', (t) => {
  const statement = open(t).prepare('select * from entry');
  const [one, two] = [statement.get(), statement.get()];
  assert.notEqual(one, two);
  assert.notEqual(one.c, two.c);
  one.c[0] = 0xff;
  assert.deepEqual(two.c, Buffer.from([1]));
  assert.deepEqual(statement.get().c, Buffer.from([1]));
});

test('get() with RETURNING executes the whole statement', (t) => {
  const db = open(t);
  assert.deepEqual(
    db.prepare("insert into entry (a) values ('x'), ('y') returning id, a").get(),
    { id: 4, a: 'x' },
  );
  assert.equal(db.prepare('select count(*) from entry').pluck().get(), 5);
  assert.equal(db.prepare('delete from entry returning id').pluck().get(), 1);
  assert.equal(db.prepare('select count(*) from entry').pluck().get(), 0);
});

test('get() resets the statement, so no table stays locked', (t) => {
  const db = open(t);
  const statement = db.prepare('select id from entry');
  statement.get();
  db.exec('drop table entry');
  assert.throws(() => statement.get(), sqliteError('SQLITE_ERROR', 'no such table: entry'));
});

test('an error while stepping is thrown, and the statement can be used again', (t) => {
  const db = open(t);
  const statement = db.prepare('select abs(?)').pluck();
  assert.throws(() => statement.get(-9223372036854775808n), sqliteError('SQLITE_ERROR', 'integer overflow'));
  assert.equal(statement.get(-5), 5);
});

test('get(), all() and iterate() reject statements that return no data', (t) => {
  const db = open(t);
  const needsRun = typeError('This statement does not return data. Use run() instead');
  for (const sql of ['insert into entry (a) values (1)', 'begin', 'create table t (a)', 'pragma user_version = 5']) {
    for (const method of ['get', 'all', 'iterate']) {
      assert.throws(() => db.prepare(sql)[method](), needsRun);
    }
  }
  const statement = db.prepare('begin');
  db.close();
  assert.throws(() => statement.get(), needsRun);
});

test('a prepared EXPLAIN requires the values of its parameters', (t) => {
  const db = open(t);
  const statement = db.prepare('explain select * from entry where id = ?');
  assert.throws(() => statement.get(), { name: 'RangeError', message: 'Too few parameter values were provided' });
  assert.equal(statement.get(1).addr, 0);
});
