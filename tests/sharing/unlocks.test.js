'use strict';

// Unlocks that become one call with the next change of locks: nobody else finds a lock that SQLite has released, and no
// lock is released that a connection of the same thread still holds.

const assert = require('node:assert/strict');
const { once } = require('node:events');
const { test } = require('node:test');
const { Worker } = require('node:worker_threads');
const { PACKAGES } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');

/** Opens a database by both packages, with timeouts of zero. `second` is another connection of ours. */
function open(t, mode = 'wal') {
  const file = scratchFolder(t).file('test.db');
  const [ours, second, native] = ['ours', 'ours', 'native'].map((side) => {
    const db = new (require(PACKAGES[side]))(file, { timeout: 0 });
    t.after(() => db.close());
    return db;
  });
  ours.pragma(`journal_mode = ${mode}`);
  ours.pragma('wal_autocheckpoint = 0');
  ours.exec('create table t (a integer primary key, b); insert into t (b) values (1), (2)');
  return { ours, second, native };
}

const insert = (db) => db.exec('insert into t (b) values (3)');
const count = (db) => db.prepare('select count(*) from t').pluck().get();

for (const end of ['commit', 'rollback']) {
  test(`after a ${end} others can write, though a statement of the connection still reads`, (t) => {
    const { ours, native } = open(t);
    ours.unsafeMode();
    for (const row of ours.prepare('select a from t').iterate()) {
      assert.equal(typeof row.a, 'number');
      ours.exec('begin immediate; insert into t (b) values (3)');
      assert.throws(() => insert(native), { code: 'SQLITE_BUSY' });
      ours.exec(end);
      assert.equal(native.pragma('wal_checkpoint(passive)')[0].busy, 0);
      insert(native);
      break;
    }
    assert.equal(count(ours), count(native));
  });
}

/** Tries to write until it can. Says when that was. */
const WRITER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const db = new (require(workerData.folder))(workerData.file, { timeout: 0 });
  parentPort.postMessage('ready');
  for (;;) {
    try {
      db.exec('begin immediate; rollback');
      break;
    } catch (error) {
      if (error.code !== 'SQLITE_BUSY') throw error;
    }
  }
  parentPort.postMessage(Date.now());
`;

test('others can write while a statement computes that follows a commit in one text', async (t) => {
  const { ours } = open(t);
  ours.unsafeMode();
  const reader = ours.prepare('select a from t').iterate();
  reader.next();
  ours.exec('begin immediate; insert into t (b) values (3)');
  const workerData = { folder: PACKAGES.ours, file: ours.name };
  const worker = new Worker(WRITER, { eval: true, workerData });
  t.after(() => worker.terminate());
  await once(worker, 'message');
  const written = once(worker, 'message');
  const numbers = 'with recursive n(n) as (select 1 union all select n + 1 from n limit 4000000)';
  ours.exec(`commit; ${numbers} select count(*) from n where n < 0`);
  const end = Date.now();
  reader.return();
  const [time] = await written;
  assert.ok(time < end, `${time - end} ms after the text`);
});

test('a transaction that ends keeps the snapshot of another connection of the thread', (t) => {
  const { ours, second, native } = open(t);
  const before = count(second);
  second.exec('begin');
  assert.equal(count(second), before);
  for (let i = 0; i < 3; i += 1) {
    insert(ours);
    insert(native);
    assert.equal(native.pragma('wal_checkpoint(restart)')[0].busy, 1, 'the snapshot is still in use');
  }
  assert.equal(count(second), before);
  second.exec('commit');
  assert.equal(native.pragma('wal_checkpoint(truncate)')[0].busy, 0);
  assert.equal(count(second), before + 6);
});

test('nothing is locked between calls, whatever ended a transaction', (t) => {
  const { ours, second, native } = open(t);
  const works = {
    commit: () => ours.exec('begin immediate; commit'),
    'an error': () => assert.throws(() => ours.exec('insert into t values (1, 1)'), { code: /CONSTRAINT/ }),
    'a busy writer': () => {
      second.exec('begin immediate');
      assert.throws(() => insert(ours), { code: 'SQLITE_BUSY' });
      second.exec('rollback');
    },
    'a checkpoint': () => ours.pragma('wal_checkpoint(truncate)'),
    'a return to the start of the WAL': () => insert(ours),
    'a close': () => second.close(),
  };
  for (const [work, run] of Object.entries(works)) {
    insert(native);
    run();
    assert.equal(native.pragma('wal_checkpoint(truncate)')[0].busy, 0, work);
  }
  assert.equal(native.pragma('integrity_check', { simple: true }), 'ok');
});

for (const end of ['commit', 'rollback']) {
  test(`journal mode delete: after a ${end} a statement of the connection that still reads keeps SHARED alone`, (t) => {
    const { ours, native } = open(t, 'delete');
    ours.unsafeMode();
    for (const row of ours.prepare('select a from t').iterate()) {
      assert.equal(typeof row.a, 'number');
      ours.exec('begin immediate; insert into t (b) values (3)');
      assert.throws(() => native.exec('begin immediate'), { code: 'SQLITE_BUSY' });
      ours.exec(end);
      native.exec('begin immediate; insert into t (b) values (4)');
      assert.throws(() => native.exec('commit'), { code: 'SQLITE_BUSY' }, 'SHARED is held');
      native.exec('rollback');
      break;
    }
    insert(native);
    assert.equal(count(ours), count(native));
  });
}

test('journal mode delete: nothing is locked between calls, whatever ended a transaction', (t) => {
  const { ours, second, native } = open(t, 'delete');
  const works = {
    'a read': () => count(ours),
    'a commit': () => insert(ours),
    'a transaction without a change': () => ours.exec('begin immediate; commit'),
    'a rollback': () => ours.exec('begin exclusive; insert into t (b) values (3); rollback'),
    'an error': () => assert.throws(() => ours.exec('insert into t values (1, 1)'), { code: /CONSTRAINT/ }),
    'a busy writer': () => {
      second.exec('begin immediate');
      assert.throws(() => insert(ours), { code: 'SQLITE_BUSY' });
      second.exec('rollback');
    },
    'a writer that keeps readers out': () => {
      second.exec('begin exclusive');
      assert.throws(() => count(ours), { code: 'SQLITE_BUSY' });
      second.exec('commit');
    },
    'a writer of another process': () => {
      native.exec('begin exclusive');
      assert.throws(() => count(ours), { code: 'SQLITE_BUSY' });
      native.exec('commit');
    },
  };
  for (const [work, run] of Object.entries(works)) {
    run();
    native.exec('begin exclusive; insert into t (b) values (4); commit');
    assert.equal(count(ours), count(native), work);
  }
});

test('journal mode delete: what another process changes between two reads is read', (t) => {
  const { ours, native } = open(t, 'delete');
  const both = () => [ours, native].map(count);
  for (let rows = 2; rows < 5; rows += 1) {
    assert.deepEqual(both(), [rows, rows]);
    insert(native);
  }
  native.pragma('journal_mode = wal');
  insert(native);
  assert.deepEqual(both(), [6, 6], 'a WAL appears');
  native.pragma('wal_checkpoint(truncate)');
  ours.exec('vacuum');
  assert.deepEqual(both(), [6, 6]);
});
