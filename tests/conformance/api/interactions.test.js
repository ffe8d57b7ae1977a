'use strict';

// Which methods may be called while the connection is busy or closed, as one table.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { CONNECTION_BUSY, NOT_OPEN, STATEMENT_BUSY, sqliteError, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const BUSY = CONNECTION_BUSY;
const ITERATING = STATEMENT_BUSY;
const CLOSED = NOT_OPEN;
const ok = null;

/**
 * Returns a database with statements for each operation. The verbose option calls `hook`; during that call the
 * connection counts as executing.
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

// The expected error while another statement iterates, inside a callback, and when closed.
// 'unsafe': unsafe mode lifts the first one.
const onDatabase = [
  ['prepare', ({ db }) => db.prepare('select 1'), ok, BUSY, CLOSED],
  ['explain', ({ db }) => db.explain('select 1'), ok, BUSY, CLOSED],
  ['exec', ({ db }) => db.exec('select 1'), BUSY, BUSY, CLOSED, 'unsafe'],
  ['exec of an empty string', ({ db }) => db.exec(''), BUSY, BUSY, CLOSED, 'unsafe'],
  ['pragma', ({ db }) => db.pragma('user_version'), BUSY, BUSY, CLOSED, 'unsafe'],
  ['pragma that writes', ({ db }) => db.pragma('user_version = 1'), BUSY, BUSY, CLOSED, 'unsafe'],
  ['creating a transaction function', ({ db }) => db.transaction(() => {}), ok, ok, ok],
  ['calling a transaction function', ({ transaction }) => transaction(), BUSY, BUSY, CLOSED, 'unsafe'],
  ['serialize', ({ db }) => db.serialize(), BUSY, BUSY, CLOSED],
  ['function', ({ db }) => db.function('f', () => 1), BUSY, BUSY, CLOSED],
  ['aggregate', ({ db }) => db.aggregate('f', { step() {} }), BUSY, BUSY, CLOSED],
  ['table', ({ db }) => db.table('v', { columns: ['a'], *rows() {} }), BUSY, BUSY, CLOSED],
  ['close', ({ db }) => db.close(), BUSY, BUSY, ok],
  ['defaultSafeIntegers', ({ db }) => db.defaultSafeIntegers(), ok, ok, ok],
  ['unsafeMode', ({ db }) => db.unsafeMode(false), ok, ok, CLOSED],
  ['reading the properties of the database', ({ db }) => ({ ...db }), ok, ok, ok],
];

// The expected error while another statement iterates, while this one does, inside a callback, and when closed.
const onStatement = [
  ['run', ({ insert }) => insert.run(), BUSY, undefined, BUSY, CLOSED, 'unsafe'],
  ['run of a reader', ({ select }) => select.run(), BUSY, ITERATING, BUSY, CLOSED, 'unsafe'],
  ['get', ({ select }) => select.get(), ok, ITERATING, BUSY, CLOSED],
  ['all', ({ select }) => select.all(), ok, ITERATING, BUSY, CLOSED],
  ['iterate', ({ select }) => select.iterate().return(), ok, ITERATING, BUSY, CLOSED],
  ['get of a writing statement', ({ returning }) => returning.get(), ok, undefined, BUSY, CLOSED],
  ['all of a writing statement', ({ returning }) => returning.all(), ok, undefined, BUSY, CLOSED],
  ['bind', ({ parameter }) => parameter.bind(1), ok, undefined, BUSY, CLOSED],
  ['bind without values', ({ select }) => select.bind(), ok, ITERATING, BUSY, CLOSED],
  ['pluck', ({ select }) => select.pluck(), ok, ITERATING, BUSY, ok],
  ['raw', ({ select }) => select.raw(), ok, ITERATING, BUSY, ok],
  ['expand', ({ select }) => select.expand(), ok, ITERATING, BUSY, ok],
  ['safeIntegers', ({ select }) => select.safeIntegers(), ok, ITERATING, BUSY, ok],
  ['columns', ({ select }) => select.columns(), ok, ok, BUSY, CLOSED],
  ['toString', ({ select }) => select.toString(), ok, ok, ok, ok],
  ['reading the properties of the statement', ({ select }) => ({ ...select }), ok, ok, ok, ok],
];

function expectOutcome(operation, state, message) {
  if (message === ok) operation(state);
  else assert.throws(() => operation(state), typeError(message));
}

/** Runs `operation` in the callback of `run` and checks its outcome. */
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
  const verdict = (message) => (message === ok ? 'is allowed' : 'is refused');

  test(`${name} ${verdict(other)} while another statement iterates`, (t) => {
    const state = setUp(t);
    const iterator = state.driver.iterate();
    expectOutcome(run, state, other);
    assert.equal(iterator.next().value[1], 1);
    iterator.return();
    if (other !== ok) run(state);
  });

  test(`${name} in unsafe mode ${verdict(unsafe ? ok : other)} while another statement iterates`, (t) => {
    const state = setUp(t);
    state.db.unsafeMode();
    const iterator = state.driver.iterate();
    iterator.next();
    expectOutcome(run, state, unsafe ? ok : other);
    iterator.return();
  });

  if (own !== undefined) {
    test(`${name} ${verdict(own)} while the statement itself iterates`, (t) => {
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
    test(`${name} ${verdict(callback)} inside a callback of ${how}`, (t) => {
      insideCallback(setUp(t), execute, run, callback);
    });
  }

  test(`${name} ${verdict(closed)} when the database is closed`, (t) => {
    const state = setUp(t);
    state.db.close();
    expectOutcome(run, state, closed);
  });
}

for (const [situation, execute] of [
  ['while an iterator is open', ({ driver }, action) => {
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
  test(`backup is allowed ${situation}`, async (t) => {
    const state = setUp(t);
    const { remainingPages } = await execute(state, () => state.db.backup(state.copy));
    assert.equal(remainingPages, 0);
  });
}

test('a statement that iterates itself is refused even in unsafe mode', (t) => {
  const { db, select } = setUp(t);
  db.unsafeMode();
  const iterator = select.iterate();
  assert.throws(() => select.run(), typeError(ITERATING));
  iterator.return();
});

for (const [name, use] of [['next', (iterator) => iterator.next()], ['return', (iterator) => iterator.return()]]) {
  test(`an iterator's ${name} is refused inside a callback`, (t) => {
    const state = setUp(t);
    const iterator = state.select.iterate();
    iterator.next();
    insideCallback(state, ({ driver }) => driver.get(), () => use(iterator), BUSY);
    assert.deepEqual(iterator.next().value, { a: 2 });
    iterator.return();
    state.db.close();
  });
}

test('the body of a loop over an iterator is not a callback', (t) => {
  const { db, insert, select } = setUp(t);
  for (const { a } of select.iterate()) {
    assert.equal(db.prepare('select ?').pluck().get(a), a);
    assert.throws(() => insert.run(), typeError(BUSY));
  }
  insert.run();
});

test('a getter of a bound object runs while the connection is free', (t) => {
  const { db, parameter } = setUp(t);
  const statement = db.prepare('select @a').pluck();
  assert.equal(statement.get({ get a() { return parameter.pluck().get(7); } }), 7);
});

test('creating the first transaction function is allowed when prepare() is', (t) => {
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
      assert.throws(() => make(executing), typeError(BUSY));
    },
  });
  executing.exec('select 1');
  assert.equal(calls, 1);

  assert.throws(() => make(open('c.db').close()), typeError(CLOSED));
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

test('unsafe mode allows writes while an iterator is open', (t) => {
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
  assert.throws(() => insert.run(), typeError(BUSY));
  iterator.return();
});

test('other connections can be used while one is busy', (t) => {
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
