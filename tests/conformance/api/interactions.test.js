'use strict';

// What may be called while the connection is doing something else, as one table.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { CONNECTION_BUSY, NOT_OPEN, STATEMENT_BUSY, sqliteError, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const A = CONNECTION_BUSY;
const B = STATEMENT_BUSY;
const C = NOT_OPEN;
const ok = null;

/**
 * Three statements that nothing else uses, for each operation; `hook` is called by the verbose
 * option, which is when the connection counts as executing.
 */
function setUp(t) {
  const state = { hook: null };
  const place = scratch(t);
  const db = place.open('test.db', { verbose: () => state.hook?.() });
  db.exec('create table t (a); insert into t values (1), (2)');
  return Object.assign(state, {
    db,
    select: db.prepare('select a from t'),
    insert: db.prepare('insert into t values (3)'),
    returning: db.prepare('insert into t values (3) returning a'),
    parameter: db.prepare('select ?'),
    transaction: db.transaction(() => 5),
    copy: place.file('copy.db'),
    driver: db.prepare('select 1'),
  });
}

// The message while another statement iterates, inside a callback, when closed; `unsafe` tells
// whether unsafe mode lifts the first.
const onDatabase = [
  ['prepare', ({ db }) => db.prepare('select 1'), ok, A, C],
  ['explain', ({ db }) => db.explain('select 1'), ok, A, C],
  ['exec', ({ db }) => db.exec('select 1'), A, A, C, 'unsafe'],
  ['exec of nothing', ({ db }) => db.exec(''), A, A, C, 'unsafe'],
  ['pragma', ({ db }) => db.pragma('user_version'), A, A, C, 'unsafe'],
  ['pragma that writes', ({ db }) => db.pragma('user_version = 1'), A, A, C, 'unsafe'],
  ['making a transaction', ({ db }) => db.transaction(() => {}), ok, ok, ok],
  ['a transaction', ({ transaction }) => transaction(), A, A, C, 'unsafe'],
  ['serialize', ({ db }) => db.serialize(), A, A, C],
  ['function', ({ db }) => db.function('f', () => 1), A, A, C],
  ['aggregate', ({ db }) => db.aggregate('f', { step() {} }), A, A, C],
  ['table', ({ db }) => db.table('v', { columns: ['a'], *rows() {} }), A, A, C],
  ['close', ({ db }) => db.close(), A, A, ok],
  ['defaultSafeIntegers', ({ db }) => db.defaultSafeIntegers(), ok, ok, ok],
  ['unsafeMode', ({ db }) => db.unsafeMode(false), ok, ok, C],
  ['the getters', ({ db }) => ({ ...db }), ok, ok, ok],
];

// The message while another statement iterates, while this one does, inside a callback, when closed.
const onStatement = [
  ['run', ({ insert }) => insert.run(), A, undefined, A, C, 'unsafe'],
  ['run of a reader', ({ select }) => select.run(), A, B, A, C, 'unsafe'],
  ['get', ({ select }) => select.get(), ok, B, A, C],
  ['all', ({ select }) => select.all(), ok, B, A, C],
  ['iterate', ({ select }) => select.iterate().return(), ok, B, A, C],
  ['get that writes', ({ returning }) => returning.get(), ok, undefined, A, C],
  ['all that writes', ({ returning }) => returning.all(), ok, undefined, A, C],
  ['bind', ({ parameter }) => parameter.bind(1), ok, undefined, A, C],
  ['bind of nothing', ({ select }) => select.bind(), ok, B, A, C],
  ['pluck', ({ select }) => select.pluck(), ok, B, A, ok],
  ['raw', ({ select }) => select.raw(), ok, B, A, ok],
  ['expand', ({ select }) => select.expand(), ok, B, A, ok],
  ['safeIntegers', ({ select }) => select.safeIntegers(), ok, B, A, ok],
  ['columns', ({ select }) => select.columns(), ok, ok, A, C],
  ['toString', ({ select }) => select.toString(), ok, ok, ok, ok],
  ['the properties', ({ select }) => ({ ...select }), ok, ok, ok, ok],
];

function expectOutcome(operation, state, message) {
  if (message === ok) operation(state);
  else assert.throws(() => operation(state), typeError(message));
}

/** Runs the operation while the connection executes, and tells how it ended. */
function insideCallback(state, run, operation, message) {
  let calls = 0;
  state.hook = () => {
    state.hook = null;
    calls += 1;
    expectOutcome(operation, state, message);
  };
  run(state);
  assert.equal(calls, 1);
}

const rows = [
  ...onDatabase.map(([name, run, other, callback, closed, unsafe]) => ({ name, run, other, callback, closed, unsafe })),
  ...onStatement.map(([name, run, other, own, callback, closed, unsafe]) => (
    { name, run, other, own, callback, closed, unsafe })),
];

for (const { name, run, other, own, callback, closed, unsafe } of rows) {
  const wording = (message) => (message === ok ? 'is allowed' : 'is refused');

  test(`${name} ${wording(other)} while another statement iterates`, (t) => {
    const state = setUp(t);
    const iterator = state.driver.iterate();
    expectOutcome(run, state, other);
    assert.equal(iterator.next().value[1], 1);
    iterator.return();
    if (other !== ok) run(state);
  });

  test(`${name} in unsafe mode ${wording(unsafe ? ok : other)} while another statement iterates`, (t) => {
    const state = setUp(t);
    state.db.unsafeMode();
    const iterator = state.driver.iterate();
    iterator.next();
    expectOutcome(run, state, unsafe ? ok : other);
    iterator.return();
  });

  if (own !== undefined) {
    test(`${name} ${wording(own)} while the statement itself iterates`, (t) => {
      const state = setUp(t);
      const iterator = state.select.iterate();
      iterator.next();
      expectOutcome(run, state, own);
      assert.deepEqual(iterator.next(), { value: { a: 2 }, done: false });
      iterator.return();
    });
  }

  for (const [how, execute] of [
    ['get', ({ driver }) => driver.get()],
    ['all', ({ driver }) => driver.all()],
    ['run', ({ driver }) => driver.run()],
    ['exec', ({ db }) => db.exec('select 1')],
    ['next', ({ driver }) => [...driver.iterate()]],
  ]) {
    test(`${name} ${wording(callback)} inside a callback of ${how}`, (t) => {
      insideCallback(setUp(t), execute, run, callback);
    });
  }

  test(`${name} ${wording(closed)} when the database is closed`, (t) => {
    const state = setUp(t);
    state.db.close();
    expectOutcome(run, state, closed);
  });
}

for (const [how, execute] of [
  ['beside an iterator', ({ driver }, action) => {
    const iterator = driver.iterate();
    iterator.next();
    return action().finally(() => iterator.return());
  }],
  ['inside a callback', (state, action) => {
    let result;
    state.hook = () => {
      state.hook = null;
      result = action();
    };
    state.driver.get();
    return result;
  }],
]) {
  test(`backup is allowed ${how}`, async (t) => {
    const state = setUp(t);
    const { remainingPages } = await execute(state, () => state.db.backup(state.copy));
    assert.equal(remainingPages, 0);
  });
}

test('own iteration is told before unsafe mode', (t) => {
  const { db, select } = setUp(t);
  db.unsafeMode();
  const iterator = select.iterate();
  assert.throws(() => select.run(), typeError(B));
  iterator.return();
});

for (const [name, use] of [['next', (iterator) => iterator.next()], ['return', (iterator) => iterator.return()]]) {
  test(`an iterator's ${name} is refused inside a callback`, (t) => {
    const state = setUp(t);
    const iterator = state.select.iterate();
    iterator.next();
    insideCallback(state, ({ driver }) => driver.get(), () => use(iterator), A);
    assert.deepEqual(iterator.next().value, { a: 2 });
    iterator.return();
    state.db.close();
  });
}

test('the body of a loop is not a callback', (t) => {
  const { db, insert, select } = setUp(t);
  for (const { a } of select.iterate()) {
    assert.equal(db.prepare('select ?').pluck().get(a), a);
    assert.throws(() => insert.run(), typeError(A));
  }
  insert.run();
});

test('a getter of a bound object runs while the connection is free', (t) => {
  const { db, parameter } = setUp(t);
  const statement = db.prepare('select @a').pluck();
  assert.equal(statement.get({ get a() { return parameter.pluck().get(7); } }), 7);
});

test('making the first transaction function obeys the rules of prepare', (t) => {
  const { open } = scratch(t);
  const make = (db) => db.transaction(() => {});

  const iterating = open('a.db');
  const iterator = iterating.prepare('select 1').iterate();
  make(iterating);
  iterator.return();

  let calls = 0;
  const executing = open('b.db', {
    verbose() {
      calls += 1;
      assert.throws(() => make(executing), typeError(A));
    },
  });
  executing.exec('select 1');
  assert.equal(calls, 1);

  assert.throws(() => make(open('c.db').close()), typeError(C));
});

test('a table dropped under an iterator in unsafe mode is locked', (t) => {
  const { db, select } = setUp(t);
  db.unsafeMode();
  const iterator = select.iterate();
  iterator.next();
  assert.throws(() => db.exec('drop table t'), sqliteError('SQLITE_LOCKED', 'database table is locked'));
  iterator.return();
  db.exec('drop table t');
});

test('unsafe mode writes under an iterator', (t) => {
  const { db, driver, insert } = setUp(t);
  db.unsafeMode();
  for (const row of driver.iterate()) {
    assert.deepEqual(row, { 1: 1 });
    insert.run();
    db.exec('delete from t where a = 3');
  }
  assert.equal(db.prepare('select count(*) from t').pluck().get(), 2);
  db.unsafeMode(false);
  const iterator = driver.iterate();
  assert.throws(() => insert.run(), typeError(A));
  iterator.return();
});

test('other connections are free while one is busy', (t) => {
  const { open } = scratch(t);
  const other = open('other.db').exec('create table t (a)');
  const db = open('test.db', { verbose: () => other.exec('insert into t values (1)') });
  db.exec('select 1; select 2');
  const iterator = db.prepare('select 1').iterate();
  other.exec('insert into t values (1)');
  iterator.next();
  iterator.return();
  assert.equal(other.prepare('select count(*) from t').pluck().get(), 4);
});
