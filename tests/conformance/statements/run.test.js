'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { NOT_OPEN, sqliteError, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const schema = `
  create table item (id integer primary key, name text unique, price real);
  create table log (text);
  create table part (item integer references item on delete cascade);
`;

const open = (t) => scratch(t).open().exec(schema);

test('run() returns a plain object with two ordinary properties', (t) => {
  const db = open(t);
  const result = db.prepare("insert into item (name) values ('a')").run();
  assert.equal(Object.getPrototypeOf(result), Object.prototype);
  assert.deepEqual(Object.entries(Object.getOwnPropertyDescriptors(result)), [
    ['changes', { value: 1, writable: true, enumerable: true, configurable: true }],
    ['lastInsertRowid', { value: 1, writable: true, enumerable: true, configurable: true }],
  ]);
});

test('changes counts the rows of the statement, and lastInsertRowid stays until the next insert', (t) => {
  const db = open(t);
  for (const [sql, changes, lastInsertRowid] of [
    ['select 1', 0, 0],
    ["insert into item (name) values ('a'), ('b'), ('c')", 3, 3],
    ["insert into item (id, name) values (70, 'd')", 1, 70],
    ['update item set price = 5', 4, 70],
    ['update item set price = 5 where id = 999', 0, 70],
    ['select * from item', 0, 70],
    ['create table other (a)', 0, 70],
    ['begin', 0, 70],
    ['commit', 0, 70],
    ['pragma user_version = 5', 0, 70],
    ["insert or ignore into item (name) values ('a')", 0, 70],
    ["insert into item (name) values ('e') returning id", 1, 71],
    ['delete from item where id > 2', 3, 71],
    ['delete from item', 2, 71],
    ["insert into item (name) select 'x' || value from json_each('[1,2,3,4,5]')", 5, 5],
    ["replace into item (id, name) values (1, 'x2')", 1, 1],
    ['insert into log default values', 1, 1],
  ]) {
    assert.deepEqual(db.prepare(sql).run(), { changes, lastInsertRowid }, sql);
  }
});

test('changes does not count the rows of triggers and foreign key actions', (t) => {
  const db = open(t);
  db.exec(`
    create trigger copied after insert on item begin
      insert into log values (new.name); insert into log values (new.name);
    end;
  `);
  assert.deepEqual(db.prepare("insert into item values (10, 'a', 1)").run(), { changes: 1, lastInsertRowid: 10 });
  assert.equal(db.prepare('select count(*) from log').pluck().get(), 2);
  db.prepare('insert into part values (10), (10), (10)').run();
  assert.equal(db.prepare('delete from item').run().changes, 1);
  assert.equal(db.prepare('select count(*) from part').pluck().get(), 0);
});

test('changes does not count the rows of an INSTEAD OF trigger', (t) => {
  const db = open(t);
  db.exec(`
    create view shown as select name from item;
    create trigger instead instead of insert on shown begin insert into item (name) values (new.name); end;
  `);
  assert.equal(db.prepare("insert into shown values ('a')").run().changes, 0);
  assert.equal(db.prepare('select count(*) from item').pluck().get(), 1);
});

test('changes counts the deleted rows of a dropped table that others refer to', (t) => {
  const db = open(t);
  db.exec("insert into item (name) values ('a'), ('b')");
  assert.equal(db.prepare('drop table item').run().changes, 2);
});

test('a statement can run a hundred times', (t) => {
  const db = open(t);
  const insert = db.prepare('insert into item (name, price) values (?, ?)');
  for (let i = 1; i <= 100; i += 1) {
    assert.deepEqual(insert.run(`n${i}`, i), { changes: 1, lastInsertRowid: i });
  }
  assert.equal(db.prepare('select sum(price) from item').pluck().get(), 5050);
});

test('a statement can be used again after an error', (t) => {
  const db = open(t);
  const insert = db.prepare('insert into item (name) values (?)');
  insert.run('a');
  const failure = sqliteError('SQLITE_CONSTRAINT_UNIQUE', 'UNIQUE constraint failed: item.name');
  assert.throws(() => insert.run('a'), failure);
  assert.throws(() => insert.run('a'), failure);
  assert.deepEqual(insert.run('b'), { changes: 1, lastInsertRowid: 2 });
});

test('run() of a statement with RETURNING makes all changes', (t) => {
  const db = open(t);
  const insert = db.prepare("insert into item (name) values ('a'), ('b') returning id");
  assert.deepEqual(insert.run(), { changes: 2, lastInsertRowid: 2 });
  assert.equal(db.prepare('select count(*) from item').pluck().get(), 2);
});

test('a failed statement changes nothing, and its transaction stays open', (t) => {
  const db = open(t);
  db.exec('begin');
  const insert = db.prepare("insert into item (name) values ('a'), ('b'), ('a')");
  assert.throws(() => insert.run(), sqliteError('SQLITE_CONSTRAINT_UNIQUE', 'UNIQUE constraint failed: item.name'));
  assert.equal(db.inTransaction, true);
  assert.equal(db.prepare('select count(*) from item').pluck().get(), 0);
  db.exec('rollback');
});

test('rowids beyond 2^53 are rounded unless the statement uses safe integers', (t) => {
  const db = open(t);
  const insert = db.prepare('insert into item (id) values (?)');
  assert.deepEqual(insert.run(9007199254740993n), { changes: 1, lastInsertRowid: 9007199254740992 });
  const select = db.prepare('select 1').safeIntegers();
  assert.deepEqual(select.run(), { changes: 0, lastInsertRowid: 9007199254740993n });
  insert.safeIntegers();
  assert.equal(insert.run(-9223372036854775808n).lastInsertRowid, -9223372036854775808n);
  assert.equal(insert.run(9223372036854775807n).lastInsertRowid, 9223372036854775807n);
});

test('defaultSafeIntegers() applies to lastInsertRowid, not to changes', (t) => {
  const db = open(t);
  db.defaultSafeIntegers();
  assert.deepEqual(db.prepare('insert into log values (1)').run(), { changes: 1, lastInsertRowid: 1n });
});

test('UPDATE and DELETE support ORDER BY and LIMIT', (t) => {
  const db = open(t);
  db.exec("insert into item (name) values ('a'), ('b'), ('c'), ('d')");
  assert.equal(db.prepare('update item set price = 1 order by name desc limit 1').run().changes, 1);
  assert.equal(db.prepare('select name from item where price = 1').pluck().get(), 'd');
  assert.equal(db.prepare('delete from item order by id limit 2 offset 1').run().changes, 2);
  assert.deepEqual(db.prepare('select name from item').pluck().all(), ['a', 'd']);
});

test('run() throws on a closed database', (t) => {
  const db = open(t);
  const insert = db.prepare('insert into log values (1)');
  db.close();
  assert.throws(() => insert.run(), typeError(NOT_OPEN));
});
