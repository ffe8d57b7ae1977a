'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { NOT_OPEN, rangeError, sqliteError, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

for (const value of [undefined, null, 5, true, {}, [], () => {}, Buffer.from('select 1'), new String('select 1')]) {
  test(`prepare() rejects ${Object.prototype.toString.call(value)} ${String(value)}`, (t) => {
    const db = scratch(t).open(':memory:');
    assert.throws(() => db.prepare(value), typeError('Expected first argument to be a string'));
  });
}

for (const sql of [
  '', ' ', '\n\t\v\f\r', ';', ' ; ;; ', '-- only', '/* only */', '/* open', ';-- a\n/* b */;', '\ufeff', '\0select 1',
]) {
  test(`${JSON.stringify(sql)} contains no statement`, (t) => {
    const db = scratch(t).open(':memory:');
    assert.throws(() => db.prepare(sql), rangeError('The supplied SQL string contains no statements'));
  });
}

for (const sql of [
  'select 1; select 2', 'select 1;;select 2', 'select 1; garbage', 'select 1;\u00a0', 'select 1; -- a\nb',
  'select 1; /* a */ b', 'select 1;\u{1f600}', 'select 1; - ', 'select 1; /', 'select 1;\ufeff',
]) {
  test(`${JSON.stringify(sql)} contains more than one statement`, (t) => {
    const db = scratch(t).open(':memory:');
    assert.throws(() => db.prepare(sql), rangeError('The supplied SQL string contains more than one statement'));
  });
}

for (const sql of [
  'select 1', 'select 1;', ' select 1 ; ; ', '\ufeffselect 1', '-- a\nselect 1', '/* a */select 1/* b */',
  'select 1;-- end', 'select 1;/* open', ';;select 1', 'select 1;\t\n\v\f\r;', 'select 1\0; select 2',
  'select 1;\0garbage',
]) {
  test(`${JSON.stringify(sql)} is one statement`, (t) => {
    const statement = scratch(t).open(':memory:').prepare(sql);
    assert.equal(statement.pluck().get(), 1);
    assert.equal(statement.source, sql);
  });
}

for (const [sql, message] of [
  ['selec 1', 'near "selec": syntax error'],
  ['select', 'incomplete input'],
  ['select * from absent', 'no such table: absent'],
  ['select absent', 'no such column: absent'],
  ['select absent()', 'no such function: absent'],
  ['select "text"', 'no such column: "text" - should this be a string literal in single-quotes?'],
  ["select 'open", `unrecognized token: "'open"`],
  ['select abs()', 'wrong number of arguments to function abs()'],
  ['garbage; select 1', 'near "garbage": syntax error'],
  ['select * from absent; select 2', 'no such table: absent'],
  ['create table sqlite_a (b)', 'object name reserved for internal use: sqlite_a'],
  ['\u00a0select 1', 'near "\u00a0select": syntax error'],
]) {
  test(`${JSON.stringify(sql)} throws SQLITE_ERROR`, (t) => {
    const db = scratch(t).open(':memory:');
    assert.throws(() => db.prepare(sql), sqliteError('SQLITE_ERROR', message));
    assert.equal(db.prepare('select 1').pluck().get(), 1);
  });
}

for (const [sql, reader, readonly] of [
  ['select 1', true, true],
  ['values (1)', true, true],
  ['explain select 1', true, true],
  ['explain query plan select 1', true, true],
  ['insert into t values (1)', false, false],
  ['insert into t values (1) returning a', true, false],
  ['update t set a = 1', false, false],
  ['delete from t', false, false],
  ['explain delete from t', true, false],
  ['create table u (a)', false, false],
  ['drop table t', false, false],
  ['begin', false, true],
  ['begin immediate', false, false],
  ['begin exclusive', false, false],
  ['commit', false, true],
  ['rollback', false, true],
  ['savepoint a', false, true],
  ['release a', false, true],
  ["attach ':memory:' as b", false, true],
  ['detach main', false, true],
  ['reindex', false, true],
  ['vacuum', false, false],
  ['analyze', false, false],
  ['pragma journal_mode', true, false],
  ['pragma user_version', true, true],
  ['pragma user_version = 1', false, false],
  ['pragma table_info(t)', true, true],
]) {
  test(`${sql}: reader is ${reader}, readonly is ${readonly}`, (t) => {
    const db = scratch(t).open(':memory:').exec('create table t (a)');
    const statement = db.prepare(sql);
    assert.deepEqual({ reader: statement.reader, readonly: statement.readonly }, { reader, readonly });
  });
}

test('prepare() does not execute the statement', (t) => {
  const db = scratch(t).open(':memory:');
  db.prepare('create table t (a)');
  assert.equal(db.prepare('select count(*) from sqlite_master').pluck().get(), 0);
});

test('prepare() throws on a closed database', (t) => {
  const db = scratch(t).open(':memory:').close();
  assert.throws(() => db.prepare('select 1'), typeError(NOT_OPEN));
});

test('prepare() compiles SQL of any length with characters of any width', (t) => {
  const db = scratch(t).open(':memory:');
  for (const text of ['x'.repeat(100_000), 'é'.repeat(70_001), '漢字'.repeat(50_000), '😀'.repeat(40_000)]) {
    assert.equal(db.prepare(`select '${text}'`).pluck().get(), text);
  }
});

test('three thousand statements can be used side by side', (t) => {
  const db = scratch(t).open(':memory:');
  const statements = Array.from({ length: 3000 }, (_, i) => db.prepare(`select ${i}`).pluck());
  statements.forEach((statement, i) => assert.equal(statement.get(), i));
});
