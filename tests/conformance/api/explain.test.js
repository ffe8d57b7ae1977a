'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { NOT_OPEN, rangeError, sqliteError, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const open = (t) => scratch(t).open(':memory:').exec('create table t (a, b); create index by_b on t (b)');

test('explain() returns the program of a statement', (t) => {
  const rows = open(t).explain('select a from t');
  assert.deepEqual(Object.keys(rows[0]), ['addr', 'opcode', 'p1', 'p2', 'p3', 'p4', 'p5', 'comment']);
  assert.deepEqual(rows.map((row) => row.addr), rows.map((_, i) => i));
  assert.equal(rows[0].opcode, 'Init');
  assert.ok(rows.some((row) => row.opcode === 'OpenRead'));
});

test('explain() returns the plan of a query', (t) => {
  const db = open(t);
  const rows = db.explain('query plan select a from t where b = 5');
  assert.deepEqual(Object.keys(rows[0]), ['id', 'parent', 'notused', 'detail']);
  assert.deepEqual(rows.map((row) => row.detail), ['SEARCH t USING INDEX by_b (b=?)']);
  assert.deepEqual(db.explain('query plan select a from t').map((row) => row.detail), ['SCAN t']);
});

test('explain() needs no values for parameters', (t) => {
  const db = open(t);
  assert.ok(db.explain('select * from t where a = ? and b = @b').length > 0);
  assert.deepEqual(db.explain('query plan insert into t values (?, $b)'), []);
});

test('explain() does not execute the statement', (t) => {
  const db = open(t);
  db.explain('insert into t values (1, 2)');
  db.explain('drop table t');
  assert.equal(db.prepare('select count(*) from t').pluck().get(), 0);
});

test('explain() follows defaultSafeIntegers()', (t) => {
  assert.equal(open(t).defaultSafeIntegers().explain('select 1')[0].addr, 0n);
});

test('explain() is allowed while an iterator is open', (t) => {
  const db = open(t);
  const iterator = db.prepare('select 1').iterate();
  assert.ok(db.explain('select 1').length > 0);
  iterator.return();
});

test('explain() rejects wrong arguments, wrong SQL and a closed database', (t) => {
  const db = open(t);
  for (const value of [undefined, null, 5, {}]) {
    assert.throws(() => db.explain(value), typeError('Expected first argument to be a string'));
  }
  assert.throws(() => db.explain('garbage'), sqliteError('SQLITE_ERROR', 'near "garbage": syntax error'));
  assert.throws(() => db.explain(''), sqliteError('SQLITE_ERROR', 'incomplete input'));
  assert.throws(
    () => db.explain('select 1; select 2'),
    rangeError('The supplied SQL string contains more than one statement'),
  );
  assert.throws(() => db.close().explain('select 1'), typeError(NOT_OPEN));
});
