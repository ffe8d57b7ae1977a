'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { sqliteError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const busy = sqliteError('SQLITE_BUSY', 'database is locked');
const busySnapshot = sqliteError('SQLITE_BUSY_SNAPSHOT', 'database is locked');

function start(t) {
  const place = scratch(t);
  const open = (options) => place.open('test.db', { timeout: 0, ...options });
  const db = open();
  db.pragma('journal_mode = wal');
  db.exec('create table t (a); insert into t values (1)');
  return { ...place, db, open };
}

const count = (db) => db.prepare('select count(*) from t').pluck().get();

test('synchronous is NORMAL for a file in WAL mode', (t) => {
  const { db, open } = start(t);
  assert.equal(db.pragma('synchronous', { simple: true }), 1);
  assert.equal(open().pragma('synchronous', { simple: true }), 1);
});

test('each connection sees what another commits', (t) => {
  const { db, open } = start(t);
  const others = [open(), open(), open()];
  for (const writer of [db, ...others]) {
    const before = count(db);
    writer.exec('insert into t values (2)');
    for (const reader of [db, ...others]) assert.equal(count(reader), before + 1);
  }
});

test('uncommitted changes are not visible to another connection', (t) => {
  const { db, open } = start(t);
  const other = open();
  db.exec('begin; insert into t values (2)');
  assert.equal(count(db), 2);
  assert.equal(count(other), 1);
  db.exec('rollback');
  assert.equal(count(db), 1);
});

test('a reader keeps its snapshot while another connection writes', (t) => {
  const { db, open } = start(t);
  const reader = open();
  reader.exec('begin');
  assert.equal(count(reader), 1);
  for (let i = 0; i < 20; i += 1) db.exec('insert into t values (2)');
  assert.equal(count(reader), 1);
  assert.equal(count(db), 21);
  assert.equal(count(open()), 21);
  reader.exec('commit');
  assert.equal(count(reader), 21);
});

test('two readers keep different snapshots', (t) => {
  const { db, open } = start(t);
  const [early, late] = [open(), open()];
  early.exec('begin');
  assert.equal(count(early), 1);
  db.exec('insert into t values (2)');
  late.exec('begin');
  assert.equal(count(late), 2);
  db.exec('insert into t values (3)');
  assert.deepEqual([early, late, db].map(count), [1, 2, 3]);
});

test('an open iterator keeps its first snapshot', (t) => {
  const { db, open } = start(t);
  db.exec('insert into t values (2), (3)');
  const iterator = open().prepare('select a from t order by rowid').pluck().iterate();
  assert.equal(iterator.next().value, 1);
  db.exec('delete from t where a = 2; insert into t values (4)');
  assert.deepEqual([...iterator], [2, 3]);
});

test('a second writer gets SQLITE_BUSY', (t) => {
  const { db, open } = start(t);
  const other = open();
  db.exec('begin immediate');
  assert.throws(() => other.exec('begin immediate'), busy);
  assert.throws(() => other.exec('insert into t values (2)'), busy);
  assert.equal(count(other), 1);
  db.exec('commit');
  other.exec('insert into t values (2)');
});

test('a write from an old snapshot gets SQLITE_BUSY_SNAPSHOT', (t) => {
  const { db, open } = start(t);
  const other = open();
  other.exec('begin');
  assert.equal(count(other), 1);
  db.exec('insert into t values (2)');
  assert.throws(() => other.exec('insert into t values (3)'), busySnapshot);
  assert.equal(other.inTransaction, true);
  other.exec('rollback');
  other.exec('insert into t values (3)');
});

test('each insert makes the WAL grow, and a truncating checkpoint empties it', (t) => {
  const { db, read } = start(t);
  let size = read('test.db-wal').length;
  for (let i = 0; i < 5; i += 1) {
    db.exec('insert into t values (randomblob(5000))');
    const now = read('test.db-wal').length;
    assert.ok(now > size);
    size = now;
  }
  assert.deepEqual(Object.keys(db.pragma('wal_checkpoint')[0]), ['busy', 'log', 'checkpointed']);
  assert.deepEqual(db.pragma('wal_checkpoint(truncate)'), [{ busy: 0, log: 0, checkpointed: 0 }]);
  assert.equal(read('test.db-wal').length, 0);
  assert.ok(read('test.db').length > 5 * 5000);
});

test('after wal_checkpoint(restart) the WAL is written from its beginning', (t) => {
  const { db, read } = start(t);
  for (let i = 0; i < 10; i += 1) db.exec('insert into t values (randomblob(5000))');
  const size = read('test.db-wal').length;
  const [{ busy: blocked, log, checkpointed }] = db.pragma('wal_checkpoint(restart)');
  assert.equal(blocked, 0);
  assert.equal(log, checkpointed);
  db.exec('insert into t values (1)');
  assert.equal(read('test.db-wal').length, size);
});

test('a checkpoint keeps the frames that a reader needs', (t) => {
  const { db, open } = start(t);
  const reader = open();
  reader.exec('begin');
  assert.equal(count(reader), 1);
  db.exec('insert into t values (2)');
  const [passive] = db.pragma('wal_checkpoint(passive)');
  assert.equal(passive.busy, 0);
  assert.ok(passive.checkpointed < passive.log);
  assert.equal(db.pragma('wal_checkpoint(truncate)')[0].busy, 1);
  assert.equal(count(reader), 1);
  reader.exec('commit');
  assert.deepEqual(db.pragma('wal_checkpoint(truncate)'), [{ busy: 0, log: 0, checkpointed: 0 }]);
});

test('the WAL is kept until the last connection closes', (t) => {
  const { db, exists, open } = start(t);
  const other = open();
  assert.equal(count(other), 1);
  db.close();
  assert.equal(exists('test.db-wal'), true);
  other.exec('insert into t values (2)');
  other.close();
  assert.equal(exists('test.db-wal'), false);
  assert.equal(count(open()), 2);
});

test('a readonly connection reads from the WAL', (t) => {
  const { db, open } = start(t);
  const reader = open({ readonly: true });
  assert.equal(count(reader), 1);
  db.exec('insert into t values (2)');
  assert.equal(count(reader), 2);
  assert.throws(
    () => reader.exec('insert into t values (3)'),
    sqliteError('SQLITE_READONLY', 'attempt to write a readonly database'),
  );
});

test('a transaction of more frames than one WAL index region lists can be read and checkpointed', (t) => {
  const { db, open } = start(t);
  const other = open();
  const insert = db.prepare('insert into t values (randomblob(3500))');
  db.pragma('wal_autocheckpoint = 0');
  // The first region of the WAL index lists 4062 frames: this needs two.
  db.transaction(() => { for (let i = 0; i < 4500; i += 1) insert.run(); })();
  assert.equal(count(other), 4501);
  assert.equal(other.pragma('integrity_check', { simple: true }), 'ok');
  const [{ log, checkpointed }] = other.pragma('wal_checkpoint(full)');
  assert.ok(log > 4500);
  assert.equal(log, checkpointed);
});

test('the WAL is checkpointed automatically after a thousand pages', (t) => {
  const { db, read } = start(t);
  assert.equal(db.pragma('wal_autocheckpoint', { simple: true }), 1000);
  const insert = db.prepare('insert into t values (randomblob(40000))');
  for (let i = 0; i < 150; i += 1) insert.run();
  assert.ok(read('test.db').length > 3_000_000);
  assert.ok(read('test.db-wal').length < 5_500_000);
});

test('an attached WAL database is shared with another connection', (t) => {
  const { db, file, open } = start(t);
  const main = scratch(t).open('main.db');
  main.exec(`attach '${file('test.db')}' as side`);
  main.exec('insert into side.t values (2)');
  assert.equal(count(db), 2);
  assert.equal(main.pragma('side.wal_checkpoint(truncate)')[0].busy, 0);
  db.exec('insert into t values (3)');
  assert.equal(main.prepare('select count(*) from side.t').pluck().get(), 3);
  main.exec('detach side');
  assert.equal(count(open()), 3);
});
