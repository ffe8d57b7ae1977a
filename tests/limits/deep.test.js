'use strict';

// SQL as deep as SQLite allows. SQLite's code recurses, on the guest's stack and on that of the JavaScript engine.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Worker } = require('node:worker_threads');
const { once } = require('node:events');
const { sqliteError } = require('../support/errors');
const { scratch } = require('../support/scratch');

const nest = (count, open, inner, close) => open.repeat(count) + inner + close.repeat(count);

/** Statements just within SQLite's own limits, by what they have many of, and the value that each returns. */
const DEEP = {
  'additions': [`select ${'1 + '.repeat(900)}1`, 901],
  'nested brackets': [`select ${nest(90, '(1 + ', '1', ')')}`, 91],
  'unary operators': [`select ${'- '.repeat(800)}1`, 1],
  'nested function calls': [`select ${nest(90, 'abs(', '-1', ')')}`, 1],
  'nested CASE expressions': [`select ${nest(40, 'case when 1 then ', '7', ' end')}`, 7],
  'terms of AND': [`select ${'1 and '.repeat(900)}1`, 1],
  'nested scalar subqueries': [`select ${nest(30, '(select ', '1', ')')}`, 1],
  'nested subqueries in FROM': [`select * from ${nest(60, '(select * from ', '(select 1)', ')')}`, 1],
  'common table expressions': [
    `with ${Array.from({ length: 100 }, (_, i) => (
      `t${i} as (select ${i ? `a + 1 from t${i - 1}` : '1'}${i ? '' : ' as a'})`.replace('a + 1', 'a + 1 as a')
    )).join(', ')} select a from t99`,
    100,
  ],
  'terms of UNION ALL': [`select count(*) from (${Array(500).fill('select 1').join(' union all ')})`, 500],
  'terms of UNION': [
    `select count(*) from (${Array.from({ length: 100 }, (_, i) => `select ${i}`).join(' union ')})`,
    100,
  ],
  'joined tables': [
    `select count(*) from ${Array.from({ length: 64 }, (_, i) => `(select ${i} as a) as t${i}`).join(', ')}`,
    1,
  ],
  'steps of a recursive query': [
    'with recursive t (n) as (select 1 union all select n + 1 from t where n < 200000) select max(n) from t',
    200_000,
  ],
  'nested JSON arrays': [`select json_valid('${nest(900, '[', '', ']')}')`, 1],
  'nested JSON arrays for json_set': [`select length(json_set('${nest(900, '[', '', ']')}', '$[0][0][1]', 1))`, 1802],
  'concatenated texts': [`select length(${"'x' || ".repeat(900)}'x')`, 901],
  'wildcards of LIKE': [`select '${'a'.repeat(200)}' like '${'%a'.repeat(20)}%b'`, 0],
  'characters from printf': [`select length(printf('%5000d', 1) || printf('%.*c', 1000000, 'x'))`, 1_005_000],
};

function assertAll(db) {
  for (const [subject, [sql, expected]] of Object.entries(DEEP)) {
    assert.equal(db.prepare(sql).pluck().get(), expected, subject);
  }
}

for (const [subject, [sql, expected]] of Object.entries(DEEP)) {
  test(`many ${subject} are evaluated`, (t) => {
    assert.equal(scratch(t).open(':memory:').prepare(sql).pluck().get(), expected);
  });
}

for (const [subject, sql, message] of [
  ['additions', `select ${'1 + '.repeat(1100)}1`, 'Expression tree is too large (maximum depth 1000)'],
  ['terms of UNION ALL', Array(501).fill('select 1').join(' union all '), 'too many terms in compound SELECT'],
  [
    'joined tables',
    `select 1 from ${Array.from({ length: 65 }, (_, i) => `(select 1) as t${i}`).join(', ')}`,
    'at most 64 tables in a join',
  ],
  ['nested JSON arrays', `select json('${nest(1100, '[', '', ']')}')`, 'malformed JSON'],
]) {
  test(`too many ${subject} are refused`, (t) => {
    const db = scratch(t).open(':memory:');
    assert.throws(() => db.prepare(sql).get(), sqliteError('SQLITE_ERROR', message));
    assert.equal(db.prepare('select 1').pluck().get(), 1);
  });
}

test('a thousand nested brackets are evaluated, and ten thousand are refused', (t) => {
  const db = scratch(t).open(':memory:');
  const evaluate = (count) => db.prepare(`select ${nest(count, '(', '7', ')')}`).pluck().get();
  for (const count of [100, 1000]) assert.equal(evaluate(count), 7);
  for (const count of [10_000, 100_000]) {
    assert.throws(() => evaluate(count), sqliteError('SQLITE_ERROR', 'Recursion limit'));
  }
  assert.equal(db.prepare('select 1').pluck().get(), 1);
});

test('triggers fire triggers up to a depth of 1000', (t) => {
  const db = scratch(t).open();
  db.pragma('recursive_triggers = on');
  db.exec(
    'create table t (n); create trigger again after insert on t when new.n > 0 '
    + 'begin insert into t values (new.n - 1); end',
  );
  db.exec('insert into t values (999)');
  assert.equal(db.prepare('select count(*) from t').pluck().get(), 1000);
  assert.throws(
    () => db.exec('insert into t values (1001)'),
    sqliteError('SQLITE_ERROR', 'triggers nested too deep'),
  );
  assert.equal(db.prepare('select count(*) from t').pluck().get(), 1000);
});

test('a delete cascades through 900 generations of rows', (t) => {
  const db = scratch(t).open();
  db.exec('create table t (id integer primary key, parent references t on delete cascade)');
  const insert = db.prepare('insert into t values (?, ?)');
  for (let id = 1; id <= 900; id += 1) insert.run(id, id > 1 ? id - 1 : null);
  db.exec('delete from t where id = 1');
  assert.equal(db.prepare('select count(*) from t').pluck().get(), 0);
});

test('views nest 60 deep, and a schema holds a thousand tables', (t) => {
  const db = scratch(t).open();
  db.exec('create table v0 (a); insert into v0 values (1)');
  for (let i = 1; i <= 60; i += 1) db.exec(`create view v${i} as select a + 1 as a from v${i - 1}`);
  assert.equal(db.prepare('select a from v60').pluck().get(), 61);
  db.transaction(() => { for (let i = 0; i < 1000; i += 1) db.exec(`create table t${i} (a unique, b)`); })();
  assert.equal(db.prepare("select count(*) from sqlite_schema where type = 'index'").pluck().get(), 1000);
});

test("all deep statements are evaluated far down the application's stack", (t) => {
  const db = scratch(t).open(':memory:');
  const descend = (depth) => (depth === 0 ? assertAll(db) : descend(depth - 1));
  descend(2000);
});

test('all deep statements are evaluated in a worker thread, whose stack is smaller', async () => {
  const worker = new Worker(`
    const assert = require('node:assert/strict');
    const { Database } = require(${JSON.stringify(require.resolve('../support/engine'))});
    const DEEP = ${JSON.stringify(DEEP)};
    (${assertAll})(new Database(':memory:'));
  `, { eval: true });
  const failed = once(worker, 'error').then(([error]) => error);
  assert.equal(await Promise.race([failed, once(worker, 'exit').then(([code]) => code)]), 0);
});
