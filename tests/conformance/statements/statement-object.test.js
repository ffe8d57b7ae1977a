'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const util = require('node:util');
const { collectGarbage } = require('../../support/collect-garbage');
const { scratch } = require('../../support/scratch');
const { STATEMENT_BUSY, typeError } = require('../../support/errors');

const open = (t) => scratch(t).open(':memory:').exec('create table t (a); insert into t values (1), (2)');

test('a statement has five own properties that cannot be changed', (t) => {
  const db = open(t);
  const statement = db.prepare('select a from t');
  assert.deepEqual(Object.keys(statement), ['reader', 'readonly', 'source', 'database', 'busy']);
  for (const [name, value] of Object.entries({
    reader: true, readonly: true, source: 'select a from t', database: db,
  })) {
    assert.deepEqual(Object.getOwnPropertyDescriptor(statement, name), {
      value, writable: false, enumerable: true, configurable: false,
    });
    assert.throws(() => { statement[name] = 1; }, TypeError);
  }
  const { get, set, enumerable } = Object.getOwnPropertyDescriptor(statement, 'busy');
  assert.equal(typeof get, 'function');
  assert.deepEqual({ set, enumerable }, { set: undefined, enumerable: true });
  assert.throws(() => { statement.busy = true; }, TypeError);
  assert.match(util.inspect(statement), /^Statement \{[^]*busy: \[Getter\]/);
});

test('the prototype of statements has the methods, all of length 0', (t) => {
  const prototype = Object.getPrototypeOf(open(t).prepare('select 1'));
  const names = [
    'run', 'get', 'all', 'iterate', 'bind', 'pluck', 'expand', 'raw', 'safeIntegers', 'columns', 'toString',
  ];
  assert.deepEqual(Object.keys(prototype).sort(), [...names].sort());
  for (const name of names) {
    const { value, ...flags } = Object.getOwnPropertyDescriptor(prototype, name);
    assert.equal(value.length, 0);
    assert.equal(value.name, name);
    assert.deepEqual(flags, { writable: true, enumerable: true, configurable: true });
    assert.throws(() => value.call({}), typeError('Illegal invocation'));
  }
});

test('all statements share a class that only prepare() can construct', (t) => {
  const one = open(t).prepare('select 1');
  const two = open(t).prepare('insert into t values (3)');
  assert.equal(one.constructor, two.constructor);
  assert.equal(one.constructor.name, 'Statement');
  assert.throws(
    () => new one.constructor(),
    typeError('Statements can only be constructed by the db.prepare() method'),
  );
  assert.throws(() => one.constructor(), TypeError);
});

test('busy is true from iterate() until its iterator ends', (t) => {
  const statement = open(t).prepare('select a from t');
  assert.equal(statement.busy, false);
  statement.all();
  assert.equal(statement.busy, false);
  const iterator = statement.iterate();
  assert.equal(statement.busy, true);
  iterator.next();
  iterator.next();
  assert.equal(statement.busy, true);
  iterator.next();
  assert.equal(statement.busy, false);
});

for (const mode of ['pluck', 'expand', 'raw']) {
  test(`${mode}() returns its statement, which must return data`, (t) => {
    const db = open(t);
    const statement = db.prepare('select 1');
    assert.equal(statement[mode](), statement);
    assert.equal(statement[mode](false), statement);
    assert.throws(
      () => db.prepare('insert into t values (1)')[mode](),
      typeError(`The ${mode}() method is only for statements that return data`),
    );
  });

  test(`${mode}() works on a closed database`, (t) => {
    const db = open(t);
    const statement = db.prepare('select 1');
    db.close();
    assert.equal(statement[mode](), statement);
  });
}

for (const method of ['pluck', 'expand', 'raw', 'safeIntegers']) {
  test(`${method}() accepts only a boolean`, (t) => {
    const statement = open(t).prepare('select 1');
    for (const value of [undefined, null, 0, 1, 'true', {}]) {
      assert.throws(() => statement[method](value), typeError('Expected first argument to be a boolean'));
    }
  });

  test(`${method}() is refused while the statement iterates`, (t) => {
    const statement = open(t).prepare('select 1');
    const iterator = statement.iterate();
    assert.throws(() => statement[method](), typeError(STATEMENT_BUSY));
    iterator.return();
    statement[method]();
  });
}

const object = { a: 1 };
const expanded = { t: { a: 1 } };
for (const [calls, row] of [
  [[], object],
  [['pluck'], 1],
  [['raw'], [1]],
  [['expand'], expanded],
  [['pluck', 'raw'], [1]],
  [['raw', 'pluck'], 1],
  [['raw', 'expand', 'pluck'], 1],
  [['pluck', 'expand'], expanded],
  [['pluck', 'pluck false'], object],
  [['raw', 'pluck false'], [1]],
  [['expand', 'raw false'], expanded],
  [['pluck', 'raw', 'raw false'], object],
]) {
  test(`the last call sets the mode: (${calls.join(', ')})`, (t) => {
    const statement = open(t).prepare('select a from t');
    for (const call of calls) {
      const [method, off] = call.split(' ');
      if (off) statement[method](false);
      else statement[method]();
    }
    assert.deepEqual(statement.get(), row);
    assert.deepEqual(statement.all()[0], row);
    assert.deepEqual([...statement.iterate()][0], row);
  });
}

test('safeIntegers() works for a statement without data and for a closed database', (t) => {
  const db = open(t);
  const insert = db.prepare('insert into t values (3)');
  assert.equal(insert.safeIntegers(), insert);
  db.close();
  assert.equal(insert.safeIntegers(false), insert);
});

test('toString() returns the source until bind() is called', (t) => {
  const db = open(t);
  const source = 'select ?, ?, ?, ?';
  const statement = db.prepare(source);
  assert.equal(String(statement), source);
  statement.get(1, 2, 3, 4);
  assert.equal(statement.toString(), source);
  statement.bind(25, 5n, "it's", Buffer.from('dead', 'hex'));
  assert.equal(`${statement}`, "select 25.0, 5, 'it''s', x'dead'");
  assert.equal(statement.source, source);
  db.close();
  assert.equal(statement.toString(), source);
});

test('toString() truncates long values', (t) => {
  const statement = open(t).prepare('select ?, ?').bind('a'.repeat(40), null);
  assert.equal(statement.toString(), `select '${'a'.repeat(32)}'/*+8 bytes*/, NULL`);
});

test('toString() works while the statement iterates', (t) => {
  const statement = open(t).prepare('select ?').bind(1);
  const iterator = statement.iterate();
  assert.equal(statement.toString(), 'select 1.0');
  iterator.return();
});

test('unreachable statements do not keep the database from closing', async (t) => {
  const db = open(t);
  for (let i = 0; i < 1000; i += 1) db.prepare(`select ${i}`).get();
  await collectGarbage();
  assert.equal(db.prepare('select count(*) from t').pluck().get(), 2);
  assert.equal(db.close().open, false);
});

test('a reachable statement works after a garbage collection', async (t) => {
  const db = open(t);
  const held = db.prepare('select a from t where a = ?').pluck().bind(2);
  db.prepare('select 1').get();
  await collectGarbage();
  assert.equal(held.get(), 2);
});
