'use strict';

// SQL as deep as SQLite allows: its code calls itself, on the guest's stack and on that of the JavaScript engine.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Worker } = require('node:worker_threads');
const { once } = require('node:events');
const { sqliteError } = require('../support/errors');
const { scratch } = require('../support/scratch');

const nest = (count, open, inner, close) => open.repeat(count) + inner + close.repeat(count);

/** What SQLite makes of each, by its own limits. */
const DEEP = {
  'additions': [`select ${'1 + '.repeat(900)}1`, 901],
  'brackets': [`select ${nest(90, '(1 + ', '1', ')')}`, 91],
  'unary operators': [`select ${'- '.repeat(800)}1`, 1],
  'calls of functions': [`select ${nest(90, 'abs(', '-1', ')')}`, 1],
  'cases': [`select ${nest(40, 'case when 1 then ', '7', ' end')}`, 7],
  'conditions': [`select ${'1 and '.repeat(900)}1`, 1],
  'subqueries in expressions': [`select ${nest(30, '(select ', '1', ')')}`, 1],
  'subqueries as tables': [`select * from ${nest(60, '(select * from ', '(select 1)', ')')}`, 1],
  'common table expressions': [
    `with ${Array.from({ length: 100 }, (_, i) => `t${i} as (select ${i ? `a + 1 from t${i - 1}` : '1'}${i ? '' : ' as a'})`.replace('a + 1', 'a + 1 as a')).join(', ')} select a from t99`,
    100,
  ],
  'parts of a compound': [`select count(*) from (${Array(500).fill('select 1').join(' union all ')})`, 500],
  'sorted parts of a compound': [`select count(*) from (${Array.from({ length: 100 }, (_, i) => `select ${i}`).join(' union ')})`, 100],
  'tables of a join': [
    `select count(*) from ${Array.from({ length: 64 }, (_, i) => `(select ${i} as a) as t${i}`).join(', ')}`,
    1,
  ],
  'steps of a recursion': ['with recursive t (n) as (select 1 union all select n + 1 from t where n < 200000) select max(n) from t', 200_000],
  'arrays of JSON': [`select json_valid('${nest(900, '[', '', ']')}')`, 1],
  'arrays of JSON, changed': [`select length(json_set('${nest(900, '[', '', ']')}', '$[0][0][1]', 1))`, 1802],
  'texts put together': [`select length(${"'x' || ".repeat(900)}'x')`, 901],
  'wildcards': [`select '${'a'.repeat(200)}' like '${'%a'.repeat(20)}%b'`, 0],
  'formats': [`select length(printf('%5000d', 1) || printf('%.*c', 1000000, 'x'))`, 1_005_000],
};

function assertAll(db) {
  for (const [what, [sql, wanted]] of Object.entries(DEEP)) {
    assert.equal(db.prepare(sql).pluck().get(), wanted, what);
  }
}

for (const [what, [sql, wanted]] of Object.entries(DEEP)) {
  test(`many ${what}`, (t) => {
    assert.equal(scratch(t).open(':memory:').prepare(sql).pluck().get(), wanted);
  });
}

for (const [what, sql, message] of [
  ['additions', `select ${'1 + '.repeat(1100)}1`, 'Expression tree is too large (maximum depth 1000)'],
  ['parts of a compound', Array(501).fill('select 1').join(' union all '), 'too many terms in compound SELECT'],
  ['tables of a join', `select 1 from ${Array.from({ length: 65 }, (_, i) => `(select 1) as t${i}`).join(', ')}`, 'at most 64 tables in a join'],
  ['arrays of JSON', `select json('${nest(1100, '[', '', ']')}')`, 'malformed JSON'],
]) {
  test(`too many ${what}`, (t) => {
    const db = scratch(t).open(':memory:');
    assert.throws(() => db.prepare(sql).get(), sqliteError('SQLITE_ERROR', message));
    assert.equal(db.prepare('select 1').pluck().get(), 1);
  });
}

test('brackets until the parser has enough', (t) => {
  const db = scratch(t).open(':memory:');
  for (const count of [100, 1000, 10_000, 100_000]) {
    try {
      db.prepare(`select ${nest(count, '(', '1', ')')}`).get();
    } catch (error) {
      assert.equal(error.code, 'SQLITE_ERROR', error.message);
    }
  }
  assert.equal(db.prepare('select 1').pluck().get(), 1);
});

test('triggers that fire triggers', (t) => {
  const db = scratch(t).open();
  db.pragma('recursive_triggers = on');
  db.exec('create table t (n); create trigger again after insert on t when new.n > 0 begin insert into t values (new.n - 1); end');
  db.exec('insert into t values (999)');
  assert.equal(db.prepare('select count(*) from t').pluck().get(), 1000);
  assert.throws(
    () => db.exec('insert into t values (1001)'),
    sqliteError('SQLITE_ERROR', 'triggers nested too deep'),
  );
  assert.equal(db.prepare('select count(*) from t').pluck().get(), 1000);
});

test('rows that are deleted with their parents', (t) => {
  const db = scratch(t).open();
  db.exec('create table t (id integer primary key, parent references t on delete cascade)');
  const insert = db.prepare('insert into t values (?, ?)');
  for (let id = 1; id <= 900; id += 1) insert.run(id, id > 1 ? id - 1 : null);
  db.exec('delete from t where id = 1');
  assert.equal(db.prepare('select count(*) from t').pluck().get(), 0);
});

test('views of views, and a thousand tables', (t) => {
  const db = scratch(t).open();
  db.exec('create table v0 (a); insert into v0 values (1)');
  for (let i = 1; i <= 60; i += 1) db.exec(`create view v${i} as select a + 1 as a from v${i - 1}`);
  assert.equal(db.prepare('select a from v60').pluck().get(), 61);
  db.transaction(() => { for (let i = 0; i < 1000; i += 1) db.exec(`create table t${i} (a unique, b)`); })();
  assert.equal(db.prepare("select count(*) from sqlite_schema where type = 'index'").pluck().get(), 1000);
});

test('all of it far down the stack of the application', (t) => {
  const db = scratch(t).open(':memory:');
  const descend = (depth) => (depth === 0 ? assertAll(db) : descend(depth - 1));
  descend(2000);
});

test('all of it in a thread, whose stack is smaller', async () => {
  const worker = new Worker(`
    const assert = require('node:assert/strict');
    const { Database } = require(${JSON.stringify(require.resolve('../support/engine'))});
    const DEEP = ${JSON.stringify(DEEP)};
    (${assertAll})(new Database(':memory:'));
  `, { eval: true });
  const failed = once(worker, 'error').then(([error]) => error);
  assert.equal(await Promise.race([failed, once(worker, 'exit').then(([code]) => code)]), 0);
});
