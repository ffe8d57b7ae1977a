'use strict';

// When the guest fails, by a mistake in its own code or a damaged file that SQLite did not see through, its connections
// end with a clear error, files stay whole, and the next connection works.

const assert = require('node:assert/strict');
const { once } = require('node:events');
const path = require('node:path');
const { test } = require('node:test');
const { Worker } = require('node:worker_threads');
const { Database, engine } = require('../support/engine');
const { answerOfChild } = require('../support/child');
const { scratch } = require('../support/scratch');
const { forceTrap } = require('./support/force-trap');
const { ours } = require('./support/guest-memory');

const options = { skip: ours ? false : 'native machine code has no traps' };

/** What the engines say. */
const TRAPS = {
  v8: { Class: WebAssembly.RuntimeError, message: /^SQLite stopped unexpectedly \(memory access out of bounds\)/ },
  wasmtime: { Class: Error, message: /^SQLite stopped unexpectedly \(out of bounds memory access\)/ },
};

const TRAP = path.join(__dirname, 'support', 'force-trap.js');

/** A file with one committed row and one that is not, and a database in memory beside it. */
function start(t, mode) {
  const place = scratch(t);
  const db = place.open();
  db.pragma(`journal_mode = ${mode}`);
  db.exec('create table t (a); insert into t values (1); begin; insert into t values (2)');
  return { place, db, memory: place.open(':memory:') };
}

const rows = (db) => db.prepare('select a from t').pluck().all();

// Each defines what calls back, and says which SQL comes to it.
const callbacks = [
  ['a function', (db, call) => db.function('f', call), 'select f()'],
  ['an aggregate', (db, call) => db.aggregate('f', { step: call, result: call }), 'select f()'],
  ['a table', (db, call) => db.table('f', { columns: ['a'], *rows() { yield [call()]; } }), 'select * from f'],
];

for (const [name, define, sql] of callbacks) {
  test(`a failure inside ${name} that the application catches ends the outer call too`, options, (t) => {
    const { db, memory } = start(t, 'delete');
    let failure;
    define(db, () => {
      failure ??= forceTrap(memory);
      return 'long'.repeat(5000);
    });
    assert.throws(() => db.prepare(sql).get(), { name: 'Error', message: /^SQLite stopped unexpectedly/ });
    assert.deepEqual([db.open, memory.open], [false, false]);
    assert.equal(new Database(':memory:').prepare('select 5').pluck().get(), 5);
  });
}

for (const mode of ['delete', 'wal']) {
  test(`every connection says what happened, in ${mode} mode`, options, (t) => {
    const { place, db, memory } = start(t, mode);
    const reader = place.open();
    const statement = reader.prepare('select * from t');
    const iterator = memory.prepare('select 1 union select 2').iterate();
    iterator.next();
    const transaction = db.transaction(() => {});
    const failure = forceTrap(db);

    assert.equal(failure.name, 'Error');
    assert.ok(failure.cause instanceof TRAPS[engine].Class);
    assert.match(failure.message, TRAPS[engine].message);
    for (const action of [
      () => db.exec('commit'), () => db.prepare('select 1'), () => db.pragma('user_version'), () => transaction(),
      () => statement.get(), () => statement.all(), () => statement.iterate(), () => statement.run(), () => statement.columns(),
      () => iterator.next(), () => memory.exec('select 1'),
    ]) {
      assert.throws(action, { name: 'Error', message: failure.message }, `${action}`);
    }
  });

  test(`what can be told without the guest, in ${mode} mode`, options, (t) => {
    const { place, db, memory } = start(t, mode);
    const statement = memory.prepare('select 1');
    forceTrap(memory);
    assert.deepEqual([db.open, db.inTransaction, db.name, memory.open], [false, false, place.file('test.db'), false]);
    assert.equal(statement.source, 'select 1');
    assert.equal(db.close(), db);
    assert.equal(memory.close(), memory);
  });

  test(`the next connection works, and the file is whole, in ${mode} mode`, options, (t) => {
    const { place, db } = start(t, mode);
    forceTrap(db);
    const next = place.open('test.db', { timeout: 0 });
    assert.deepEqual(rows(next), [1]);
    assert.equal(next.pragma('integrity_check', { simple: true }), 'ok');
    next.exec('insert into t values (3)');
    assert.deepEqual(rows(place.open()), [1, 3]);
    assert.throws(() => db.exec('select 1'), /SQLite stopped unexpectedly/, 'the old one does not come back');
  });
}

test('again and again, without running out of files or memory', options, (t) => {
  const place = scratch(t);
  for (let round = 0; round < 100; round += 1) {
    const db = place.open('test.db', { timeout: 0 });
    db.exec('create table if not exists t (a); insert into t values (1)');
    assert.equal(rows(db).length, round + 1);
    db.exec('begin; insert into t values (2)');
    forceTrap(db);
  }
});

test('another process comes in when this one has failed', options, (t) => {
  const { place, db } = start(t, 'delete');
  forceTrap(db);
  const other = answerOfChild(({ Database: Engine }, file) => {
    const connection = new Engine(file, { timeout: 0 });
    connection.exec('insert into t values (3)');
    return connection.prepare('select a from t').pluck().all();
  }, { args: [place.file('test.db')] });
  assert.deepEqual(other, [1, 3]);
});

test('the same where a file is owned whole', options, (t) => {
  const place = scratch(t);
  process.env.ANYSQLITE_LOCKS = 'exclusive';
  t.after(() => delete process.env.ANYSQLITE_LOCKS);
  const answer = answerOfChild(({ Database: Engine }, file, trap) => {
    const db = new Engine(file);
    db.exec('create table t (a); insert into t values (1); begin; insert into t values (2)');
    require(trap).forceTrap(db);
    const next = new Engine(file, { timeout: 0 });
    next.exec('insert into t values (3)');
    return { locks: Engine.anysqlite.locks, rows: next.prepare('select a from t').pluck().all() };
  }, { args: [place.file('test.db'), TRAP] });
  assert.deepEqual(answer, { locks: 'exclusive', rows: [1, 3] });
  assert.equal(place.exists('test.db-lock'), false);
});

test('other threads are not concerned', options, async (t) => {
  const { place, db } = start(t, 'wal');
  db.exec('commit');
  const worker = new Worker(`
    const { Database } = require(${JSON.stringify(require.resolve('../support/engine'))});
    const db = new Database(${JSON.stringify(place.file('test.db'))});
    const { length } = db.prepare('select * from t').all();
    const { message } = require(${JSON.stringify(TRAP)}).forceTrap(db);
    require('node:worker_threads').parentPort.postMessage({ length, message });
  `, { eval: true });
  const [{ length, message }] = await once(worker, 'message');
  await once(worker, 'exit');
  assert.equal(length, 2);
  assert.match(message, /SQLite stopped unexpectedly/);
  db.exec('insert into t values (3)');
  assert.deepEqual(rows(db), [1, 2, 3]);
});

test('an exhausted stack is such a failure too', options, (t) => {
  const { place, db } = start(t, 'delete');
  let failure;
  const descend = () => {
    try {
      db.pragma('user_version');
      descend();
    } catch (error) {
      failure ??= error;
    }
  };
  descend();
  assert.ok(failure instanceof RangeError || /SQLite stopped unexpectedly \(Maximum call stack/.test(failure.message), failure);
  const next = new Database(place.file('test.db'), { timeout: 0 });
  assert.equal(next.pragma('integrity_check', { simple: true }), 'ok');
  next.close();
});
