'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { sqliteError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const numbers = (count) => `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`;

const open = (t) => scratch(t).open().exec(`
  create table entry (id integer primary key, a text);
  insert into entry (a) values ('one'), ('two'), ('three');
`);

test('all() returns the rows in order, in every mode', (t) => {
  const statement = open(t).prepare('select id, a from entry order by id');
  assert.deepEqual(statement.all(), [{ id: 1, a: 'one' }, { id: 2, a: 'two' }, { id: 3, a: 'three' }]);
  assert.deepEqual(statement.pluck().all(), [1, 2, 3]);
  assert.deepEqual(statement.raw().all(), [[1, 'one'], [2, 'two'], [3, 'three']]);
  assert.deepEqual(statement.expand().all(), [
    { entry: { id: 1, a: 'one' } }, { entry: { id: 2, a: 'two' } }, { entry: { id: 3, a: 'three' } },
  ]);
});

test('all() returns an empty array if there are no rows', (t) => {
  const statement = open(t).prepare('select * from entry where id > ?');
  assert.deepEqual(statement.all(10), []);
  assert.deepEqual(statement.pluck().all(10), []);
  assert.equal(Array.isArray(statement.all(10)), true);
});

for (const count of [1, 2, 63, 64, 65, 1000, 50_000]) {
  test(`all() returns ${count} rows`, (t) => {
    const db = open(t);
    const rows = db.prepare(`${numbers(count)} select i, 'text ' || i as t, i * 0.5 as r from n`).all();
    assert.equal(rows.length, count);
    rows.forEach((row, i) => {
      if (row.i !== i + 1 || row.t !== `text ${i + 1}` || row.r !== (i + 1) / 2) assert.fail(`row ${i} is wrong`);
    });
  });
}

test('all() returns rows of very different sizes', (t) => {
  const db = open(t);
  const sizes = [0, 1, 100_000, 5, 3_000_000, 0, 17, 65_536, 65_535, 65_537, 2];
  const sql = "select value as size, printf('%.*c', value, 'x') as t, zeroblob(value) as b from json_each(?)";
  const rows = db.prepare(sql).all(JSON.stringify(sizes));
  assert.deepEqual(rows.map((row) => row.size), sizes);
  assert.deepEqual(rows.map((row) => row.b.length), sizes);
  // printf returns at least one character.
  assert.deepEqual(rows.map((row) => row.t.length), sizes.map((size) => Math.max(size, 1)));
});

test('a row may have 2000 columns', (t) => {
  const db = open(t);
  const columns = Array.from({ length: 2000 }, (_, i) => `${i} as c${i}`);
  const [row] = db.prepare(`select ${columns}`).all();
  assert.equal(Object.keys(row).length, 2000);
  assert.equal(row.c1999, 1999);
  assert.equal(db.prepare(`select ${columns}`).raw().all()[0][1234], 1234);
  assert.throws(
    () => db.prepare(`select ${columns}, 1`),
    sqliteError('SQLITE_ERROR', 'too many columns in result set'),
  );
});

test('all() returns every row of RETURNING', (t) => {
  const db = open(t);
  assert.deepEqual(db.prepare('update entry set a = upper(a) returning a').pluck().all(), ['ONE', 'TWO', 'THREE']);
});

test('an error in a later row is thrown, and the statement can be used again', (t) => {
  const db = open(t);
  const statement = db.prepare('select abs(value) from json_each(?)').pluck();
  assert.throws(
    () => statement.all('[-1, -2, -9223372036854775808]'),
    sqliteError('SQLITE_ERROR', 'integer overflow'),
  );
  assert.deepEqual(statement.all('[-1, -2]'), [1, 2]);
});

test('the values of a row do not change when more rows are read', (t) => {
  const db = open(t);
  const sql = `${numbers(500)} select printf('%05d', i) as t, cast(printf('%05d', i) as blob) as b from n`;
  const rows = db.prepare(sql).all();
  db.prepare(`${numbers(500)} select zeroblob(i) from n`).all();
  for (const [i, row] of rows.entries()) {
    assert.equal(row.t, String(i + 1).padStart(5, '0'));
    assert.equal(row.b.toString(), row.t);
  }
});
