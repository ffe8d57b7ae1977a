'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { scratch } = require('../../support/scratch');

function open(t, name = ':memory:') {
  const log = [];
  const db = scratch(t).open(name, { verbose: (sql) => log.push(sql) });
  return { db, log };
}

test('verbose is called without this and with one string', (t) => {
  const calls = [];
  const db = scratch(t).open(':memory:', { verbose(...args) { calls.push([this, ...args]); } });
  db.exec('select 1');
  assert.deepEqual(calls, [[undefined, 'select 1']]);
});

test('verbose logs every execution, but not prepare()', (t) => {
  const { db, log } = open(t);
  db.exec('create table t (a)');
  const insert = db.prepare('insert into t values (?)');
  const select = db.prepare('select a from t');
  insert.run(1);
  select.get();
  select.all();
  [...select.iterate()];
  insert.run(2);
  db.pragma('user_version');
  db.explain('select 1');
  insert.bind(3).run();
  db.transaction(() => {})();
  assert.deepEqual(log, [
    'create table t (a)', 'insert into t values (1.0)', 'select a from t', 'select a from t', 'select a from t',
    'insert into t values (2.0)', 'PRAGMA user_version', 'EXPLAIN select 1', 'insert into t values (3.0)', 'BEGIN',
    'COMMIT',
  ]);
});

test('verbose logs each statement of exec() with its semicolon and leading comments', (t) => {
  const { db, log } = open(t);
  db.exec(' select 1;  -- one\n select 2 ; /* two */ select 3; -- end');
  assert.deepEqual(log, ['select 1;', '-- one\n select 2 ;', '/* two */ select 3;']);
});

test('verbose logs the text of prepared statements up to their semicolon', (t) => {
  const { db, log } = open(t);
  for (const sql of ['select 1;', '  select 2', '/* a */ select 3 /* b */', 'select 4; -- end', '\ufeffselect 5']) {
    db.prepare(sql).get();
  }
  assert.deepEqual(log, ['select 1;', '  select 2', '/* a */ select 3 /* b */', 'select 4;', '\ufeffselect 5']);
});

for (const [value, text] of [
  [5, '5.0'], [2.5, '2.5'], [-0, '0.0'], [1e300, '1.0e+300'], [Infinity, 'Inf'], [-Infinity, '-Inf'], [5n, '5'],
  [9223372036854775807n, '9223372036854775807'], [null, 'NULL'], [undefined, 'NULL'], [NaN, 'NULL'],
  ['text', "'text'"], ["it's", "'it''s'"], ['', "''"], ['é漢😀', "'é漢😀'"],
  [Buffer.from([1, 2, 255]), "x'0102ff'"], [Buffer.alloc(0), "x''"],
  ['a'.repeat(32), `'${'a'.repeat(32)}'`],
  ['a'.repeat(33), `'${'a'.repeat(32)}'/*+1 bytes*/`],
  ['é'.repeat(20), `'${'é'.repeat(16)}'/*+8 bytes*/`],
  [`a${'漢'.repeat(20)}`, `'a${'漢'.repeat(11)}'/*+27 bytes*/`],
  [Buffer.alloc(32), `x'${'00'.repeat(32)}'`],
  [Buffer.alloc(100), `x'${'00'.repeat(32)}'/*+68 bytes*/`],
]) {
  test(`a bound ${Buffer.isBuffer(value) ? 'Buffer' : typeof value} shows as ${text}`, (t) => {
    const { db, log } = open(t);
    db.prepare('select ?').get(value);
    db.prepare('select @v').bind({ v: value }).all();
    assert.deepEqual(log, [`select ${text}`, `select ${text}`]);
  });
}

test('trigger bodies and foreign key actions are not logged', (t) => {
  const { db, log } = open(t);
  db.exec(`
    create table a (id integer primary key);
    create table b (a references a on delete cascade);
    create trigger t after insert on a begin insert into b values (new.id); end;
  `);
  log.length = 0;
  db.exec('insert into a values (1)');
  db.exec('delete from a');
  assert.deepEqual(log, ['insert into a values (1)', 'delete from a']);
});

test('an iterator is logged at its first step, once', (t) => {
  const { db, log } = open(t);
  const iterator = db.prepare('select 1 union select 2').iterate();
  assert.deepEqual(log, []);
  iterator.next();
  iterator.next();
  iterator.next();
  assert.deepEqual(log, ['select 1 union select 2']);
  db.prepare('select 3').iterate().return();
  assert.equal(log.length, 1);
});

test('a failing statement is logged', (t) => {
  const { db, log } = open(t);
  const statement = db.prepare('select abs(?)');
  assert.throws(() => statement.get(-9223372036854775808n), { message: 'integer overflow' });
  assert.throws(() => statement.get(), RangeError);
  assert.deepEqual(log, ['select abs(-9223372036854775808)']);
});

for (const thrown of [new RangeError('mine'), 'text', null, undefined, 0]) {
  test(`${thrown} thrown by verbose stops the statement and is passed on unchanged`, (t) => {
    let fail = false;
    const db = scratch(t).open(':memory:', { verbose() { if (fail) throw thrown; } });
    db.exec('create table t (a)');
    const bound = db.prepare('insert into t values (?)').bind('kept');
    const insert = db.prepare('insert into t values (?)');
    const select = db.prepare('select 1');
    fail = true;
    for (const run of [
      () => db.exec('insert into t values (1)'), () => insert.run(1), () => bound.run(),
      () => select.get(), () => select.all(), () => select.iterate().next(), () => db.pragma('user_version'),
    ]) {
      const caught = [];
      try {
        run();
      } catch (error) {
        caught.push(error);
      }
      assert.deepEqual(caught, [thrown]);
      assert.equal(caught[0], thrown);
    }
    fail = false;
    assert.equal(select.busy, false);
    assert.equal(db.prepare('select count(*) from t').pluck().get(), 0);
    bound.run();
    insert.run('free');
    assert.deepEqual(db.prepare('select a from t').pluck().all(), ['kept', 'free']);
  });
}

test('verbose may use another connection', (t) => {
  const { open: openFile } = scratch(t);
  const journal = openFile('journal.db').exec('create table log (sql)');
  const note = journal.prepare('insert into log values (?)');
  const db = openFile('test.db', { verbose: (sql) => note.run(sql) });
  db.exec('create table t (a); insert into t values (1)');
  assert.deepEqual(
    journal.prepare('select sql from log').pluck().all(),
    ['create table t (a);', 'insert into t values (1)'],
  );
});
