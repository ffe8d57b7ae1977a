'use strict';

// Entry points that execute SQL, and what callbacks may do meanwhile.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { engine } = require('../support/engine');
const { scratch } = require('../support/scratch');
const { built } = require('./support/built');

const OURS = {
  skip: engine === 'reference' && 'native has no hooks, and lets callbacks use a connection that is loading',
};

/** Opens a database and returns it with a function that loads an extension, which inserts what `called()` returns. */
function open(t, called = () => 5) {
  const db = scratch(t).open(':memory:').exec('create table t (a)');
  db.function('called', called);
  return { db, load: () => db.loadExtension(built('running'), 'inserts') };
}

const rows = (db) => db.prepare('select a from t').pluck().all();

test('an entry point can execute SQL that calls functions of the application', (t) => {
  const { db, load } = open(t);
  load();
  assert.deepEqual(rows(db), [5]);
});

test('what a function throws is thrown by loadExtension()', OURS, (t) => {
  const { db, load } = open(t, () => {
    throw new RangeError('no');
  });
  assert.throws(load, new RangeError('no'));
  assert.deepEqual(rows(db), []);
});

test('a connection that loads an extension is busy', OURS, (t) => {
  const errors = [];
  const { db, load } = open(t, () => {
    for (const use of [() => db.close(), () => db.exec('select 1'), () => db.updateHook(null), load]) {
      assert.throws(use, ({ message }) => errors.push(message) > 0);
    }
    return 6;
  });
  load();
  assert.equal(errors.length, 4);
  assert.ok(errors.every((message) => message === 'This database connection is busy executing a query'), errors.join());
  assert.deepEqual(rows(db), [6]);
});

test('a hook that throws ends the transaction, and loadExtension() throws the same value', OURS, (t) => {
  const { db, load } = open(t);
  db.exec('begin; insert into t values (1)');
  db.updateHook(() => {
    throw new RangeError('no');
  });
  assert.throws(load, new RangeError('no'));
  assert.equal(db.inTransaction, false);
  db.updateHook(null);
  assert.deepEqual(rows(db), []);
});

test('a function can load an extension on another connection, also while one is loading', OURS, (t) => {
  const other = open(t);
  const { db, load } = open(t, () => {
    assert.throws(() => other.db.loadExtension(built('failing'), 'refuses_late'), { code: 'SQLITE_ERROR' });
    return 7;
  });
  load();
  assert.deepEqual(rows(db), [7]);
  assert.equal(other.db.prepare('select one()').pluck().get(), 1);
});
