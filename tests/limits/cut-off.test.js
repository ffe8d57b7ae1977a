'use strict';

// V8 can end JavaScript and WebAssembly without running any `finally`, as the timeout of node:vm does. The guest may be
// in any state then: its connections end with a clear error, uncommitted work is rolled back, and locks are released.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { test } = require('node:test');
const vm = require('node:vm');
const { Worker } = require('node:worker_threads');
const { Database, engine, folder } = require('../support/engine');
const { scratch } = require('../support/scratch');
const { isAnysqlite } = require('./support/guest-memory');

// The code of wasmtime and of native better-sqlite3 runs to its end: tests/conformance/process/vm-timeout.test.js has
// their part.
const options = { skip: isAnysqlite && engine === 'v8' ? false : 'only V8 cuts off the code of SQLite' };

const ENDLESS = 'with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c';
const MESSAGE = /^SQLite stopped unexpectedly \(the JavaScript engine cut off a call, .*\. Open a new connection/;

/** Runs code that must be cut off. */
function cutOff(code, names, timeout = 30) {
  assert.throws(() => vm.runInNewContext(code, names, { timeout }), { code: 'ERR_SCRIPT_EXECUTION_TIMEOUT' });
}

/** Opens a file with a committed row, and a database in memory in the same guest. */
function openDatabases(t, mode = 'delete') {
  const place = scratch(t);
  const db = place.open();
  db.pragma(`journal_mode = ${mode}`);
  db.exec('create table t (a); insert into t values (1)');
  return { place, db, memory: place.open(':memory:') };
}

/** Checks that two connections have ended, and that the file holds what was committed and can be written. */
function checkEnd(place, db, other) {
  assert.throws(() => db.prepare('select 1'), { name: 'Error', message: MESSAGE });
  assert.throws(() => other.prepare('select 1'), { name: 'Error', message: MESSAGE });
  assert.deepEqual([db.open, other.open, db.inTransaction], [false, false, false]);
  assert.equal(db.close(), db);
  const again = place.open();
  assert.deepEqual(again.prepare('select a from t').pluck().all(), [1]);
  again.exec('insert into t values (2); delete from t where a = 2');
  assert.equal(again.pragma('integrity_check', { simple: true }), 'ok');
}

const spin = () => {
  while (true);
};

// Each entry defines a callback if it needs one, and has the code that is cut off.
const cases = [
  ['get()', 'db.prepare(sql).get()'],
  ['all()', 'db.prepare(sql).all()'],
  ['run()', 'db.prepare(`insert into t ${sql}`).run()'],
  ['exec()', 'db.exec(`begin; insert into t values (5); ${sql}`)'],
  ['iterate()', 'for (const row of db.prepare(sql).iterate());'],
  ['a transaction', 'db.transaction(() => { db.exec("insert into t values (5)"); db.prepare(sql).get(); })()'],
  ['a user function', 'db.exec("begin; insert into t select f()")', (db) => db.function('f', spin)],
  ['an aggregate', 'db.prepare("select f(a) from t").get()', (db) => db.aggregate('f', { step: (_, _a) => spin() })],
  ['a virtual table', 'db.prepare("select * from f").get()', (db) => (
    db.table('f', { columns: ['a'], *rows() { yield [spin()]; } })
  )],
  ['another connection in a user function', 'db.prepare("select f()").get()', (db, memory) => (
    db.function('f', () => memory.prepare(ENDLESS).get())
  )],
];

for (const mode of ['delete', 'wal']) {
  for (const [name, code, define] of cases) {
    test(`${name} that is cut off ends the connections of the thread, journal mode ${mode}`, options, (t) => {
      const { place, db, memory } = openDatabases(t, mode);
      define?.(db, memory);
      cutOff(code, { db, sql: ENDLESS });
      checkEnd(place, db, memory);
    });
  }
}

test('close() of any connection of the thread works after a cut', options, (t) => {
  for (const close of [({ db }) => db.close(), ({ memory }) => memory.close()]) {
    const databases = openDatabases(t);
    cutOff('db.prepare(sql).get()', { db: databases.db, sql: ENDLESS });
    close(databases);
    assert.deepEqual([databases.db.open, databases.memory.open], [false, false]);
    databases.place.open().exec('drop table t');
  }
});

test('after a cut a new connection needs no other call first', options, (t) => {
  const { place, db } = openDatabases(t);
  cutOff('db.exec(`begin immediate; insert into t values (5); ${sql}`)', { db, sql: ENDLESS });
  const again = place.open();
  again.exec('insert into t values (2)');
  assert.deepEqual(again.prepare('select a from t').pluck().all(), [1, 2]);
  assert.equal(db.open, false);
});

test('a cut inside a user function of a running query ends that query', options, (t) => {
  const { place, db, memory } = openDatabases(t);
  let caught;
  db.function('f', () => {
    try {
      cutOff('memory.prepare(sql).get()', { memory, sql: ENDLESS });
    } catch (error) {
      caught = error;
    }
    return 1;
  });
  assert.throws(() => db.exec('begin; insert into t values (5); select f()'), { message: MESSAGE });
  assert.equal(caught, undefined);
  checkEnd(place, db, memory);
});

test('a cut logger ends the connection', options, (t) => {
  const place = scratch(t);
  const db = place.open('test.db', { verbose: (sql) => sql.includes('spin') && spin() });
  db.exec('create table t (a); insert into t values (1)');
  cutOff('db.prepare("select 1 as spin").get()', { db });
  checkEnd(place, db, db);
});

test('a connection is busy, not cut off, while its query or its logger runs', options, (t) => {
  const busy = { name: 'TypeError', message: 'This database connection is busy executing a query' };
  const place = scratch(t);
  const log = (sql) => {
    if (sql.includes('log')) assert.throws(() => db.prepare('select 1'), busy);
  };
  const db = place.open('test.db', { verbose: log });
  const other = place.open(':memory:');
  db.function('f', () => {
    assert.throws(() => db.prepare('select 1'), busy);
    assert.throws(() => db.close(), busy);
    return other.prepare('select g()').pluck().get();
  });
  other.function('g', () => {
    assert.throws(() => db.exec('select 1'), busy);
    assert.throws(() => other.exec('select 1'), busy);
    return new Database(':memory:').prepare('select 5').pluck().get();
  });
  assert.equal(db.prepare('select f() as log').pluck().get(), 5);
  assert.deepEqual([db.open, other.open], [true, true]);
});

test('a thousand cuts leave nothing behind', options, (t) => {
  const place = scratch(t);
  place.open().exec('create table t (a)').close();
  const openFiles = () => (process.platform === 'linux' ? fs.readdirSync('/proc/self/fd').length : 0);
  const before = openFiles();
  for (let i = 0; i < 1000; i += 1) {
    const db = place.open();
    cutOff('db.exec(`begin; insert into t values (1); ${sql}`)', { db, sql: ENDLESS }, 2);
    db.close();
  }
  assert.ok(openFiles() <= before + 2, `${before} open files became ${openFiles()}`);
  const last = place.open();
  assert.equal(last.prepare('select count(*) from t').pluck().get(), 0);
});

test('a worker that ends after a cut releases its files', options, async (t) => {
  const place = scratch(t);
  place.open().exec('create table t (a)').close();
  const worker = new Worker(`
    const vm = require('node:vm');
    const { folder, name, sql } = require('node:worker_threads').workerData;
    const db = new (require(folder))(name);
    try {
      vm.runInNewContext('db.exec("begin immediate; insert into t values (1); " + sql)', { db, sql }, { timeout: 30 });
    } catch {}
  `, { eval: true, workerData: { folder, name: place.file('test.db'), sql: ENDLESS } });
  await new Promise((resolve) => {
    worker.on('exit', resolve);
  });
  place.open('test.db', { timeout: 0 }).exec('insert into t values (2)');
});
