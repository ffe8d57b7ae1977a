'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { NOT_OPEN, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const open = (t) => scratch(t).open().exec(`
  create table t (id integer primary key, Name varchar(20), x "my type", bare, r real not null default 5);
  create view v as select Name as label, id + 1 as next from t;
  create temp table tmp (a text);
  create virtual table words using fts5(word);
  insert into t (Name, x, bare) values ('n', 1, 2);
`);

const column = (name, column, table, database, type) => ({ name, column, table, database, type });
const expression = (name) => column(name, null, null, null, null);

for (const [sql, columns] of [
  ['select * from t', [
    column('id', 'id', 't', 'main', 'INTEGER'),
    column('Name', 'Name', 't', 'main', 'varchar(20)'),
    column('x', 'x', 't', 'main', 'my type'),
    column('bare', 'bare', 't', 'main', null),
    column('r', 'r', 't', 'main', 'REAL'),
  ]],
  ['select name as n, 1 + 1, count(*) as c from t', [
    column('n', 'Name', 't', 'main', 'varchar(20)'), expression('1 + 1'), expression('c'),
  ]],
  ['select rowid from t', [column('id', 'id', 't', 'main', 'INTEGER')]],
  ['select label, next from v', [column('label', 'Name', 't', 'main', 'varchar(20)'), expression('next')]],
  ['select q.x from (select x from t) q', [column('x', 'x', 't', 'main', 'my type')]],
  ['select a from tmp', [column('a', 'a', 'tmp', 'temp', 'TEXT')]],
  ['select word from words', [column('word', 'word', 'words', 'main', null)]],
  ['select Name, Name from t', [
    column('Name', 'Name', 't', 'main', 'varchar(20)'), column('Name', 'Name', 't', 'main', 'varchar(20)'),
  ]],
  ['insert into tmp values (1) returning a, 5 as five', [
    column('a', 'a', 'tmp', 'temp', 'TEXT'), expression('five'),
  ]],
  ['pragma user_version', [expression('user_version')]],
  ['explain query plan select 1', ['id', 'parent', 'notused', 'detail'].map(expression)],
]) {
  test(`columns() describes the columns of ${sql}`, (t) => {
    const actual = open(t).prepare(sql).columns();
    assert.deepEqual(actual, columns);
    for (const each of actual) {
      assert.deepEqual(Object.keys(each), ['name', 'column', 'table', 'database', 'type']);
      assert.equal(Object.getPrototypeOf(each), Object.prototype);
    }
  });
}

for (const [declared, type] of [
  ['int', 'INT'], ['INTEGER', 'INTEGER'], ['integer', 'INTEGER'], ['text', 'TEXT'], ['real', 'REAL'], ['blob', 'BLOB'],
  ['any', 'ANY'], ['bigint', 'bigint'], ['Boolean', 'Boolean'], ['numeric', 'numeric'], ['"x"', 'x'],
  ['decimal(10, 2)', 'decimal(10, 2)'], ['naïve 漢', 'naïve 漢'],
]) {
  test(`a column declared as ${declared} has type ${type}`, (t) => {
    const db = scratch(t).open(':memory:').exec(`create table t (a ${declared})`);
    assert.equal(db.prepare('select a from t').columns()[0].type, type);
  });
}

test('columns() names an attached database', (t) => {
  const db = open(t).exec("attach ':memory:' as side; create table side.s (a)");
  assert.deepEqual(db.prepare('select a from s').columns(), [column('a', 'a', 's', 'side', null)]);
});

test('columns() is independent of the mode and of safeIntegers()', (t) => {
  const statement = open(t).prepare('select id from t');
  const columns = statement.columns();
  assert.deepEqual(statement.pluck().columns(), columns);
  assert.deepEqual(statement.raw().columns(), columns);
  assert.deepEqual(statement.expand().safeIntegers().columns(), columns);
  assert.notEqual(statement.columns(), columns);
});

test('columns() is allowed while the statement iterates', (t) => {
  const statement = open(t).prepare('select id from t');
  const iterator = statement.iterate();
  iterator.next();
  assert.equal(statement.columns()[0].name, 'id');
  iterator.return();
});

test('after a schema change columns() is stale until the statement runs', (t) => {
  const db = open(t).exec('create table changing (a)');
  const statement = db.prepare('select * from changing');
  const names = () => statement.columns().map(({ name }) => name);
  assert.deepEqual(names(), ['a']);
  db.exec('alter table changing add column b');
  assert.deepEqual(names(), ['a']);
  statement.all();
  assert.deepEqual(names(), ['a', 'b']);
});

test('columns() throws for a statement without data and for a closed database', (t) => {
  const db = open(t);
  const noData = typeError('The columns() method is only for statements that return data');
  const insert = db.prepare('insert into tmp values (1)');
  assert.throws(() => insert.columns(), noData);
  const select = db.prepare('select 1');
  db.close();
  assert.throws(() => insert.columns(), noData);
  assert.throws(() => select.columns(), typeError(NOT_OPEN));
});
