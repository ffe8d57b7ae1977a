'use strict';

// The guest's memory ends at 4 GiB. Being out of it is an error like another: nothing is lost, and what is freed can be
// used again. Native better-sqlite3 has no such end, so this is about this package alone.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Database, SqliteError } = require('../conformance/support/engine');
const { scratch } = require('../conformance/support/scratch');
const { growBy, inside, ours } = require('./support/guest-memory');

const skip = ours ? false : 'native memory has no end that a test could reach';
const options = { skip };

/** Fills all memory with rows, down to the last hole. Gives the number of rows. */
function exhaust(db) {
  const insert = db.prepare('insert into held (data) values (zeroblob(?))');
  for (const size of [400_000_000, 20_000_000, 1_000_000, 50_000, 1000, 10]) {
    assert.throws(() => { for (;;) insert.run(size); }, { name: 'SqliteError', code: 'SQLITE_NOMEM', message: 'out of memory' });
  }
  return inside(db).guest;
}

/** A database in memory that takes all of it, and a small one in a file beside it. */
function start(t) {
  const place = scratch(t);
  const file = place.open();
  file.exec('create table t (id integer primary key, a); create index i on t (a)');
  const insert = file.prepare('insert into t (a) values (?)');
  file.transaction(() => { for (let i = 0; i < 5000; i += 1) insert.run(`row ${i} `.repeat(20)); })();
  const holder = place.open(':memory:');
  growBy(holder, 7);
  holder.exec('create table held (id integer primary key, data)');
  return { place, file, holder };
}

/** What an action that needs memory may end with when there is none. */
function assertNoMemory(action, what) {
  try {
    action();
  } catch (error) {
    if (error instanceof SqliteError) assert.match(error.code, /^SQLITE_(NOMEM|IOERR_NOMEM)$/, what);
    else assert.equal(`${error}`, 'Error: Out of memory', what);
  }
}

/** Takes memory until not even a few bytes are left. Gives what frees it. */
function exhaustGuest({ guest }) {
  const taken = [];
  for (let size = 1 << 26; size >= 8; size >>= 1) {
    for (let address = guest.alloc(size); address !== 0; address = guest.alloc(size)) taken.push(address);
  }
  return () => taken.forEach((address) => guest.free(address));
}

test('filling the memory is refused, and what is freed can be used again', options, (t) => {
  const { file, holder } = start(t);
  exhaust(holder);
  const rows = holder.prepare('select count(*) from held').pluck().get();
  assert.equal(file.prepare('select count(*) from t').pluck().get(), 5000);
  holder.exec('delete from held where id > 2');
  assert.ok(rows > 10);
  assert.equal(holder.pragma('integrity_check', { simple: true }), 'ok');
  assert.deepEqual(holder.prepare('select length(data) from held').pluck().all(), [400_000_000, 400_000_000]);
  const again = Buffer.alloc(100_000_000, 'again');
  holder.prepare('insert into held (data) values (?)').run(again);
  assert.ok(holder.prepare('select data from held order by id desc').pluck().get().equals(again));
  assert.equal(file.pragma('integrity_check', { simple: true }), 'ok');
});

test('without any memory everything says so, and goes on afterwards', options, (t) => {
  const { place, file, holder } = start(t);
  const select = file.prepare('select * from t where id = ?');
  const insert = file.prepare('insert into t (a) values (?)');
  const before = file.prepare('select * from t').all();
  const release = exhaustGuest(inside(holder));

  for (const [what, action] of Object.entries({
    'opening in memory': () => new Database(':memory:').close(),
    'opening a file': () => new Database(place.file('test.db')).close(),
    'opening a new file': () => new Database(place.file('new.db')).exec('create table t (a)').close(),
    'opening a Buffer': () => new Database(Buffer.alloc(4096)).close(),
    preparing: () => file.prepare(`select ${'1 + '.repeat(200)}1`),
    'preparing a long text': () => file.prepare(`select 1 /* ${'x'.repeat(100_000)} */`),
    'binding a long text': () => insert.run('x'.repeat(1_000_000)),
    'binding a blob': () => insert.run(Buffer.alloc(1_000_000)),
    'binding a text of wide characters': () => insert.run('漢'.repeat(100_000)),
    'reading one row': () => select.get(17),
    'reading all rows': () => file.prepare('select * from t').all(),
    'iterating': () => [...file.prepare('select * from t').iterate()],
    sorting: () => file.prepare('select * from t order by a || id').all(),
    'a long result': () => file.prepare('select zeroblob(1000000)').get(),
    'a large change': () => file.exec("update t set a = a || 'changed'"),
    'a new index': () => file.exec('create index j on t (a, id)'),
    'full text': () => file.exec('create virtual table words using fts5 (word)'),
    'a transaction': () => file.transaction(() => { for (let i = 0; i < 100; i += 1) insert.run('lost '.repeat(1000)); })(),
    'a checkpoint': () => file.pragma('journal_mode = wal'),
    'a vacuum': () => file.exec('vacuum'),
    'an error': () => file.prepare('select no_such_column'),
    'the names of columns': () => select.columns(),
    'expanded SQL': () => `${insert}`,
  })) {
    assertNoMemory(action, what);
    assert.equal(file.open, true, what);
  }

  release();
  assert.equal(file.inTransaction, false);
  assert.equal(file.pragma('integrity_check', { simple: true }), 'ok');
  assert.deepEqual(file.prepare('select * from t where id <= 5000').all(), before);
  file.exec("update t set a = a || 'changed'");
  assert.equal(new Database(':memory:').prepare('select 1').pluck().get(), 1);
});
