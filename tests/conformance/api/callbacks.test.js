'use strict';

// What user functions, aggregates and virtual tables have in common: errors that they throw, and calls that they make.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { CONNECTION_BUSY, sqliteError, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const open = (t, name = ':memory:') => scratch(t).open(name);

/** Returns what `action` throws, in an array because it may be undefined, or an empty array. */
function thrown(action) {
  try {
    action();
  } catch (error) {
    return [error];
  }
  return [];
}

// The callback, a function that defines it with `fail` as its body, and SQL that calls it.
const throwers = [
  ['a function', (db, fail) => db.function('f', fail), 'select f()'],
  ['a start function', (db, fail) => db.aggregate('f', { start: fail, step() {} }), 'select f()'],
  ['a step', (db, fail) => db.aggregate('f', { step: () => fail() }), 'select f()'],
  ['a result', (db, fail) => db.aggregate('f', { step() {}, result: fail }), 'select f()'],
  ['an inverse', (db, fail) => db.aggregate('f', { step() {}, inverse: () => fail() }),
    'select max(s) from '
      + '(select f() over (rows 1 preceding) as s from (select 1 union all select 2 union all select 3))'],
  ['a result of a window', (db, fail) => db.aggregate('f', { step() {}, inverse() {}, result: fail }),
    'select f() over () from (select 1)'],
  ['rows()', (db, fail) => db.table('f', { columns: ['a'], *rows() { yield fail(); } }), 'select * from f'],
  ['rows() after its first row', (db, fail) => db.table('f', { columns: ['a'], *rows() { yield [1]; fail(); } }),
    'select max(a) from f'],
  ['a getter of a row',
    (db, fail) => db.table('f', { columns: ['a'], *rows() { yield { get a() { return fail(); } }; } }),
    'select * from f'],
  ['a default parameter of rows()', (db, fail) => db.table('f', { columns: ['a'], *rows(_a, _b = fail()) {} }),
    'select * from f'],
];

const runners = [
  ['get', (db, sql) => db.prepare(sql).get()],
  ['all', (db, sql) => db.prepare(sql).all()],
  ['run', (db, sql) => db.prepare(`create table copy as ${sql}`).run()],
  ['exec', (db, sql) => db.exec(`create table copy as ${sql}`)],
  ['next', (db, sql) => [...db.prepare(sql).iterate()]],
];

for (const [callback, define, sql] of throwers) {
  for (const [method, run] of runners) {
    test(`${method} throws unchanged what ${callback} throws`, (t) => {
      const db = open(t);
      for (const value of [
        new Error('a'), new TypeError(''), 'text', '', 0, NaN, null, undefined, Symbol('a'), {}, false,
      ]) {
        define(db, () => {
          throw value;
        });
        assert.deepEqual(thrown(() => run(db, sql)), [value]);
        assert.throws(() => db.prepare('garbage'), sqliteError('SQLITE_ERROR', 'near "garbage": syntax error'));
      }
      assert.equal(db.prepare('select count(*) from sqlite_schema').pluck().get(), 0);
    });
  }
}

test('a throwing user function rolls back the statement, not the transaction', (t) => {
  const db = open(t).function('f', (a) => {
    if (a === 3) throw null;
    return a;
  });
  db.exec('create table t (a); begin; insert into t values (0)');
  const insert = db.prepare('insert into t select f(value) from json_each(?)');
  assert.deepEqual(thrown(() => insert.run('[1,2,3,4]')), [null]);
  assert.equal(db.inTransaction, true);
  db.exec('commit');
  assert.deepEqual(db.prepare('select a from t').pluck().all(), [0]);
  assert.equal(insert.run('[5,6]').changes, 2);
});

test('an iterator returns the rows before the one whose user function throws', (t) => {
  const db = open(t).function('f', (a) => {
    if (a === 3) throw 'three';
    return a;
  });
  const seen = [];
  const iterator = db.prepare('select f(value) from json_each(?)').pluck().iterate('[1,2,3,4]');
  assert.deepEqual(thrown(() => {
    for (const a of iterator) seen.push(a);
  }), ['three']);
  assert.deepEqual(seen, [1, 2]);
  assert.deepEqual(iterator.next(), { value: undefined, done: true });
});

test('after one callback has thrown, the statement calls no other', (t) => {
  const log = [];
  const steps = (name, fail) => ({
    start: () => log.push(`${name} start`),
    step: (_sum, a) => {
      log.push(`${name} ${a}`);
      if (a === fail) throw a;
    },
    result: () => log.push(`${name} result`),
  });
  const db = open(t).aggregate('x', steps('x', 2)).aggregate('y', steps('y'));
  assert.deepEqual(thrown(() => db.prepare('select y(value), x(value) from json_each(?)').get('[1,2,3]')), [2]);
  assert.deepEqual(log, ['y start', 'y 1', 'x start', 'x 1', 'y 2', 'x 2']);
});

// SQLite lists the columns of each virtual table, and lists none for one whose factory fails.
const IGNORED = [
  ['exec', (db) => db.exec('pragma table_list'), 0],
  ['exec, which executes the statements after it,', (db) => db.exec('pragma table_list; insert into t values (1)'), 1],
  ['exec, whose next statement fails,', (db) => db.exec('pragma table_list; select * from missing'), 0],
  ['pragma', (db) => db.pragma('table_list'), 0],
  ['prepare', (db) => db.prepare('select name from pragma_table_list').all(), 0],
];

for (const [method, call, rows] of IGNORED) {
  test(`${method} throws the error of a factory that SQLite ignores`, (t) => {
    const at = scratch(t);
    const first = at.open();
    first.table('broken', () => ({ columns: ['a'], *rows() {} }));
    first.exec('create table t (a); create virtual table v using broken');
    first.close();

    const db = at.open();
    const error = new RangeError('from the factory');
    db.table('broken', () => {
      throw error;
    });
    assert.throws(() => call(db), (caught) => caught === error);
    assert.equal(db.prepare('select count(*) from t').pluck().get(), rows);
  });
}

test('an SQL error after a caught callback error is reported', (t) => {
  const db = open(t).function('f', () => {
    throw 5;
  });
  db.exec('create table t (a unique); insert into t values (1)');
  assert.deepEqual(thrown(() => db.prepare('select f()').get()), [5]);
  assert.throws(() => db.exec('insert into t values (1)'), { code: 'SQLITE_CONSTRAINT_UNIQUE' });
});

test('a user function may use other connections', (t) => {
  const place = scratch(t);
  const other = place.open('other.db').exec('create table t (a)');
  const insert = other.prepare('insert into t values (?)');
  const select = other.prepare('select a from t where a = ?').pluck();
  const db = place.open('test.db');
  db.function('keep', (a) => {
    insert.run(a);
    const fresh = place.open(':memory:').function('twice', (b) => b * 2);
    const twice = fresh.prepare('select twice(?)').pluck().get(a);
    fresh.close();
    return select.get(a) + twice;
  });
  assert.deepEqual(db.prepare("select keep(value) from json_each('[1,2,3]')").pluck().all(), [3, 6, 9]);
  assert.equal(other.prepare('select sum(a) from t').pluck().get(), 6);
});

test('a user function may allocate large values on another connection', (t) => {
  const place = scratch(t);
  const db = place.open(':memory:').function('f', (a) => {
    const other = place.open(':memory:');
    const size = other.prepare('select length(randomblob(?))').pluck().get(20_000_000);
    other.close();
    return `${a} ${size}`;
  });
  const rows = db.prepare("select f(value), value from json_each('[1,2,3]')").raw().all();
  assert.deepEqual(rows, [['1 20000000', 1], ['2 20000000', 2], ['3 20000000', 3]]);
});

test('a user function may catch an error of another connection', (t) => {
  const place = scratch(t);
  const other = place.open(':memory:').function('g', () => {
    throw 'inner';
  });
  const seen = [];
  const db = place.open(':memory:').function('f', () => {
    seen.push(thrown(() => other.exec('select g()')));
    return 5;
  });
  assert.equal(db.prepare('select f()').pluck().get(), 5);
  assert.deepEqual(seen, [['inner']]);
});

// The connection is busy during every callback.
for (const [callback, define, sql] of throwers) {
  test(`the connection is busy inside ${callback}`, (t) => {
    const db = open(t);
    const statement = db.prepare('select 1');
    const outcomes = [];
    define(db, () => {
      for (const use of [
        () => db.prepare('select 1'), () => db.exec(''), () => db.close(), () => statement.get(), () => statement.all(),
        () => statement.run(), () => statement.iterate(), () => db.pragma('user_version'), () => db.serialize(),
        () => db.function('z', () => 1), () => db.table('z', { columns: ['a'], *rows() {} }),
      ]) {
        outcomes.push(thrown(use));
      }
      return undefined;
    });
    // A virtual table refuses what the callback returns.
    thrown(() => db.prepare(sql).all());
    assert.ok(outcomes.length > 0);
    for (const [error] of outcomes) assert.throws(() => { throw error; }, typeError(CONNECTION_BUSY));
  });
}
