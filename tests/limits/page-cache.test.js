'use strict';

// A page cache of 128 MB on a file of 100 MB: every page is read once, and changed pages stay in memory until the
// commit.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { test } = require('node:test');

/** Bytes that the engine v8 has read. It reads through node:fs, whose functions it takes when it loads. */
let bytesOfReadSync = 0;
process.env.ANYSQLITE_FILES = 'node';
const { readSync } = fs;
fs.readSync = (...parameters) => {
  const count = readSync(...parameters);
  bytesOfReadSync += count;
  return count;
};

const { scratch } = require('../support/scratch');
const { engine } = require('../support/engine');

const ROWS = 100_000;
const TEXT = 'x'.repeat(1000);

/** Returns the number of bytes that the engine v8 reads during an action. */
function bytesReadByNode(action) {
  const before = bytesOfReadSync;
  action();
  return bytesOfReadSync - before;
}

/** Returns the number of bytes that this process has read by system calls, from files and from anything else. */
const bytesReadSoFar = () => Number(/^rchar: (\d+)/m.exec(fs.readFileSync('/proc/self/io', 'utf8'))[1]);

/** Returns the number of bytes that a native engine reads during an action, as Linux counts them. */
function bytesReadByProcess(action) {
  const before = bytesReadSoFar();
  action();
  return bytesReadSoFar() - before;
}

const bytesRead = engine === 'v8' ? bytesReadByNode : bytesReadByProcess;

const skip = engine === 'v8' || fs.existsSync('/proc/self/io') ? false : 'nothing counts the bytes that are read';

/** The bytes that may be read without the database: the process's own counts and the queues of its event loop. */
const MAX_OTHER_BYTES = engine === 'v8' ? 1000 : 10_000;

/** Creates and reopens a file of 100 MB. */
function openFilledFile(t) {
  const place = scratch(t);
  const db = place.open();
  db.pragma('cache_size = -131072');
  db.exec('create table t (id integer primary key, n, text)');
  const insert = db.prepare('insert into t (n, text) values (?, ?)');
  db.transaction(() => { for (let i = 0; i < ROWS; i += 1) insert.run(i * 7919 % ROWS, TEXT); })();
  db.close();
  const reopened = place.open();
  reopened.pragma('cache_size = -131072');
  return { place, db: reopened };
}

test('every page is read from the file once', { skip }, (t) => {
  const { place, db } = openFilledFile(t);
  const size = fs.statSync(place.file('test.db')).size;
  assert.ok(size > 100_000_000);
  const sum = db.prepare('select sum(length(text)) from t').pluck();
  const first = bytesRead(() => assert.equal(sum.get(), ROWS * TEXT.length));
  const second = bytesRead(() => assert.equal(sum.get(), ROWS * TEXT.length));
  assert.ok(first > size * 0.99 && first < size * 1.01, `${first} bytes of ${size}`);
  assert.ok(second < MAX_OTHER_BYTES, `${second} bytes at the second reading`);
});

test('a large transaction stays in memory until it is committed', (t) => {
  const { place, db } = openFilledFile(t);
  const before = fs.statSync(place.file('test.db')).mtimeMs;
  const sum = 'select sum(n), count(*) from t';
  const initial = db.prepare(sum).raw().get();
  db.exec("begin; update t set n = n + 1, text = replace(text, 'x', 'y'); create index i on t (n)");
  assert.equal(fs.statSync(place.file('test.db')).mtimeMs, before);
  assert.deepEqual(db.prepare(sum).raw().get(), [initial[0] + ROWS, ROWS]);
  db.exec('rollback');
  assert.deepEqual(db.prepare(sum).raw().get(), initial);

  db.exec("update t set n = n + 1, text = replace(text, 'x', 'y')");
  assert.notEqual(fs.statSync(place.file('test.db')).mtimeMs, before);
  assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
  const other = place.open();
  assert.deepEqual(other.prepare(sum).raw().get(), [initial[0] + ROWS, ROWS]);
  assert.equal(other.prepare("select count(*) from t where text glob 'y*y'").pluck().get(), ROWS);
});

test('rows that do not fit into a small cache are sorted and grouped', (t) => {
  const { db } = openFilledFile(t);
  db.pragma('cache_size = 100');
  assert.deepEqual(
    db.prepare('select n, count(*) as times from t group by n % 1000, text order by n % 1000 desc limit 2').raw().all()
      .map(([n]) => n % 1000),
    [999, 998],
  );
  db.exec('create index by_text on t (text, n)');
  assert.equal(db.prepare('select n from t order by text desc, n desc').pluck().get(), ROWS - 1);
  assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
});
