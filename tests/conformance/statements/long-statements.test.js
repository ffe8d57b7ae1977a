'use strict';

// Statements of many steps of SQLite's virtual machine. The guest leaves the machine after some thousands of steps and
// enters it again (crates/sqlite-wasm/edits/steps.patch): what one execution keeps must not notice.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Database } = require('../../support/engine');

const COUNT = 50_000;
/** Numbers from 1: a statement of ten steps for each. */
const numbers = (count) => `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`;
const SUM = COUNT * (COUNT + 1) / 2;

function withTable(use) {
  const db = new Database(':memory:');
  db.exec(`
    create table t (i integer primary key, s text);
    ${numbers(COUNT)} insert into t select i, 'row ' || i from n;
  `);
  try {
    use(db);
  } finally {
    db.close();
  }
}

const value = (db, sql) => db.prepare(sql).pluck().get();

test('a statement of many steps has one time', () => {
  const db = new Database(':memory:');
  // The modifier depends on the row, so SQLite computes the time for each.
  assert.equal(value(db, `${numbers(300_000)} select count(distinct julianday('now', (i * 0) || ' days')) from n`), 1);
  db.close();
});

test('a statement of many steps counts all of its changes, with those of triggers', () => withTable((db) => {
  db.exec(`
    create table log (i integer primary key, s text);
    create trigger logs after update on t begin
      insert into log values (old.i, new.s);
      delete from log where i = old.i and old.i % 2 = 0;
    end;
  `);
  assert.equal(db.prepare("update t set s = 'r' || i").run().changes, COUNT);
  const logged = db.prepare('select count(*) as n, sum(i) as s from log').get();
  assert.deepEqual(logged, { n: COUNT / 2, s: (COUNT / 2) ** 2 });
}));

test('a trigger of many steps ends, and the statement goes on after it', () => withTable((db) => {
  db.exec(`
    create table results (n, s);
    create trigger sums after insert on results when new.s is null begin
      insert into results select new.n, sum(i) from t;
      insert into results select new.n + 1, max(a.i + b.i) from t a join t b on b.i = a.i;
    end;
  `);
  assert.equal(db.prepare('insert into results values (1, null), (3, null)').run().changes, 2);
  assert.deepEqual(db.prepare('select * from results').raw().all(),
    [[1, null], [1, SUM], [2, 2 * COUNT], [3, null], [3, SUM], [4, 2 * COUNT]]);
}));

test('an error after many steps undoes what the statement has changed', () => withTable((db) => {
  db.exec('create table u (i integer check (i < 40000))');
  assert.throws(() => db.exec('insert into u select i from t'), { code: 'SQLITE_CONSTRAINT_CHECK' });
  assert.equal(value(db, 'select count(*) from u'), 0);
}));

test('subqueries, coroutines, windows and compound selects of many steps have the right rows', () => withTable((db) => {
  assert.equal(value(db, 'select sum(x) from (select i as x from t order by s limit 60000)'), SUM);
  assert.equal(value(db, 'select count(*) from t a where exists (select 1 from t b where b.i = a.i and b.s = a.s)'),
    COUNT);
  assert.equal(value(db, 'select max(r) from (select sum(i) over (order by i) as r from t)'), SUM);
  assert.equal(value(db, 'select count(*) from (select i from t union select i + 10 from t)'), COUNT + 10);
  assert.equal(value(db, 'select count(*) from t where (i, s) > (25000, char(0))'), COUNT - 25_000 + 1);
}));

test('large values that many steps read stay the same, and those that they change do not', () => {
  const db = new Database(':memory:');
  db.exec(`
    create table b (k integer primary key, v text);
    insert into b values (1, printf('%.*c', 70000, 'x')), (2, printf('%.*c', 70000, 'y'));
    create table steps (n integer);
    create trigger changes after insert on steps when new.n % 5000 = 0 begin
      update b set v = new.n || v where k = 1;
    end;
  `);
  assert.equal(value(db, `${numbers(30_000)} select count(distinct substr(v, 1 + i % 900, 3)) from n join b`), 2);
  db.exec(`${numbers(30_000)} insert into steps select i from n`);
  assert.equal(value(db, 'select substr(v, 1, 14) from b where k = 1'), '30000250002000');
  db.close();
});

test('an iterator over a statement of many steps continues where it was', () => withTable((db) => {
  const found = [];
  for (const i of db.prepare('select i from t where i % 10000 = 0').pluck().iterate()) {
    found.push(i + value(db, 'select count(*) from t where i > 20000'));
  }
  assert.deepEqual(found, [40_000, 50_000, 60_000, 70_000, 80_000]);
}));
