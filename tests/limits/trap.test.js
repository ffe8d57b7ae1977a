'use strict';

// When the guest traps, through a bug in its code or a damaged file that SQLite did not recognize, its connections end
// with a clear error, files stay intact, and a new connection works.

const assert = require('node:assert/strict');
const { once } = require('node:events');
const path = require('node:path');
const { test } = require('node:test');
const { Worker } = require('node:worker_threads');
const { Database, engine } = require('../support/engine');
const { answerOfChild } = require('../support/child');
const { collectGarbage } = require('../support/collect-garbage');
const { scratch } = require('../support/scratch');
const { forceTrap } = require('./support/force-trap');
const { connectionOf, isAnysqlite } = require('./support/guest-memory');

const options = { skip: isAnysqlite ? false : 'native machine code has no traps' };

/** The errors of the engines. */
const TRAPS = {
  v8: { Class: WebAssembly.RuntimeError, message: /^SQLite stopped unexpectedly \(memory access out of bounds\)/ },
  wasmtime: { Class: Error, message: /^SQLite stopped unexpectedly \(out of bounds memory access\)/ },
};

const FORCE_TRAP = path.join(__dirname, 'support', 'force-trap.js');

/** The number of files that a child process may open: Node itself needs some twenty. */
const MAX_FILES = 64;

/** Opens a file with a committed and an uncommitted row, and a database in memory in the same guest. */
function openDatabases(t, mode) {
  const place = scratch(t);
  const db = place.open();
  db.pragma(`journal_mode = ${mode}`);
  db.exec('create table t (a); insert into t values (1); begin; insert into t values (2)');
  return { place, db, memory: place.open(':memory:') };
}

const rows = (db) => db.prepare('select a from t').pluck().all();

// Each entry defines a callback, and has the SQL that calls it.
const callbacks = [
  ['a user function', (db, call) => db.function('f', call), 'select f()'],
  ['an aggregate', (db, call) => db.aggregate('f', { step: call, result: call }), 'select f()'],
  ['a virtual table', (db, call) => db.table('f', { columns: ['a'], *rows() { yield [call()]; } }), 'select * from f'],
];

for (const [name, define, sql] of callbacks) {
  test(`a trap inside ${name} ends the outer call even if the application catches it`, options, (t) => {
    const { db, memory } = openDatabases(t, 'delete');
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
  test(`every connection reports the trap, in ${mode} mode`, options, (t) => {
    const { place, db, memory } = openDatabases(t, mode);
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
      () => statement.get(), () => statement.all(), () => statement.iterate(), () => statement.run(),
      () => statement.columns(), () => iterator.next(), () => memory.exec('select 1'),
    ]) {
      assert.throws(action, { name: 'Error', message: failure.message }, `${action}`);
    }
  });

  test(`properties and close() work after a trap, in ${mode} mode`, options, (t) => {
    const { place, db, memory } = openDatabases(t, mode);
    const statement = memory.prepare('select 1');
    forceTrap(memory);
    assert.deepEqual([db.open, db.inTransaction, db.name, memory.open], [false, false, place.file('test.db'), false]);
    assert.equal(statement.source, 'select 1');
    assert.equal(db.close(), db);
    assert.equal(memory.close(), memory);
  });

  test(`a new connection works after a trap, and the file is intact, in ${mode} mode`, options, (t) => {
    const { place, db } = openDatabases(t, mode);
    forceTrap(db);
    const next = place.open('test.db', { timeout: 0 });
    assert.deepEqual(rows(next), [1]);
    assert.equal(next.pragma('integrity_check', { simple: true }), 'ok');
    next.exec('insert into t values (3)');
    assert.deepEqual(rows(place.open()), [1, 3]);
    assert.throws(() => db.exec('select 1'), /SQLite stopped unexpectedly/, 'the old connection stays unusable');
  });
}

test('a hundred traps leave no file descriptors behind', options, (t) => {
  const place = scratch(t);
  const count = answerOfChild(({ Database: Engine }, file, trap) => {
    const connections = [];
    for (let round = 0; round < 100; round += 1) {
      const db = new Engine(file, { timeout: 0 });
      connections.push(db);
      db.exec('create table if not exists t (a); insert into t values (1); begin; insert into t values (2)');
      require(trap).forceTrap(db);
    }
    return new Engine(file).prepare('select count(*) from t').pluck().get();
  }, { args: [place.file('test.db'), FORCE_TRAP], files: MAX_FILES });
  assert.equal(count, 100);
});

test('a hundred instances that trapped are released with their connections', options, async (t) => {
  const place = scratch(t);
  const memories = Array.from({ length: 100 }, (_, round) => {
    const db = new Database(place.file('test.db'), { timeout: 0 });
    db.exec('create table if not exists t (a); insert into t values (1)');
    assert.equal(rows(db).length, round + 1);
    const memory = new WeakRef(connectionOf(db).memory);
    forceTrap(db);
    return memory;
  });
  await collectGarbage();
  const kept = memories.filter((memory) => memory.deref() !== undefined);
  assert.ok(kept.length < 10, `${kept.length} of 100 instances are still in memory`);
});

test('another process can write after a trap in this one', options, (t) => {
  const { place, db } = openDatabases(t, 'delete');
  forceTrap(db);
  const other = answerOfChild(({ Database: Engine }, file) => {
    const connection = new Engine(file, { timeout: 0 });
    connection.exec('insert into t values (3)');
    return connection.prepare('select a from t').pluck().all();
  }, { args: [place.file('test.db')] });
  assert.deepEqual(other, [1, 3]);
});

test('a new connection works after a trap on a database owned whole', options, (t) => {
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
  }, { args: [place.file('test.db'), FORCE_TRAP] });
  assert.deepEqual(answer, { locks: 'exclusive', rows: [1, 3] });
  assert.equal(place.exists('test.db-lock'), false);
});

test('a trap does not affect other threads', options, async (t) => {
  const { place, db } = openDatabases(t, 'wal');
  db.exec('commit');
  const worker = new Worker(`
    const { Database } = require(${JSON.stringify(require.resolve('../support/engine'))});
    const db = new Database(${JSON.stringify(place.file('test.db'))});
    const { length } = db.prepare('select * from t').all();
    const { message } = require(${JSON.stringify(FORCE_TRAP)}).forceTrap(db);
    require('node:worker_threads').parentPort.postMessage({ length, message });
  `, { eval: true });
  const [{ length, message }] = await once(worker, 'message');
  await once(worker, 'exit');
  assert.equal(length, 2);
  assert.match(message, /SQLite stopped unexpectedly/);
  db.exec('insert into t values (3)');
  assert.deepEqual(rows(db), [1, 2, 3]);
});

test('an exhausted stack fails with an error and leaves the file intact', options, (t) => {
  const { place, db } = openDatabases(t, 'delete');
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
  const isExpected = failure instanceof RangeError
    || /SQLite stopped unexpectedly \(Maximum call stack/.test(failure.message);
  assert.ok(isExpected, failure);
  const next = place.open('test.db', { timeout: 0 });
  assert.equal(next.pragma('integrity_check', { simple: true }), 'ok');
  assert.deepEqual(rows(next), [1]);
  if (db.open) assert.deepEqual(rows(db), [1, 2]);
  else assert.throws(() => rows(db), { message: failure.message });
});
