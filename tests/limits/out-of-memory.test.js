'use strict';

// The guest's memory ends at 4 GiB. Running out of memory is an ordinary error: no data is lost, and freed memory can
// be used again. Native better-sqlite3 has no such limit, so these tests run on this package only.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Database, SqliteError } = require('../support/engine');
const { scratch } = require('../support/scratch');
const { connectionOf, isAnysqlite, allocateAll } = require('./support/guest-memory');

const skip = isAnysqlite ? false : 'native memory has no limit that a test could reach';
const noMemory = { name: 'SqliteError', code: 'SQLITE_NOMEM', message: 'out of memory' };

/** A connection that outlives a test: it keeps the guest, and so the memory that has grown once. */
let keeper = new Database(':memory:');

/** Allocates all memory except one block of `left` bytes. Returns a function that frees it. */
function exhaust(left) {
  if (!keeper.open) keeper = new Database(':memory:');
  const { guest } = connectionOf(keeper);
  const remainder = guest.alloc(left);
  const free = allocateAll(keeper);
  guest.free(remainder);
  return free;
}

const ROWS = 300;

function fileWithRows(place) {
  const db = place.open();
  db.exec('create table t (id integer primary key, a); create index i on t (a)');
  const insert = db.prepare('insert into t (a) values (?)');
  db.transaction(() => { for (let i = 0; i < ROWS; i += 1) insert.run(`row ${i} `.repeat(20)); })();
  return db;
}

function insertUntilOutOfMemory(insert, size) {
  for (;;) insert.run(size);
}

test('rows fill the memory, and freed memory can be used again', { skip }, (t) => {
  exhaust(0)();
  const place = scratch(t);
  const [file, holder, spare] = [fileWithRows(place), place.open(':memory:'), place.open(':memory:')];
  spare.exec('create table held (data); insert into held values (zeroblob(100000000))');
  holder.exec('create table held (id integer primary key, data)');
  const insert = holder.prepare('insert into held (data) values (zeroblob(?))');
  for (const size of [400_000_000, 20_000_000, 1_000_000, 50_000, 1000, 10]) {
    assert.throws(() => insertUntilOutOfMemory(insert, size), noMemory);
  }
  const rows = holder.prepare('select count(*) from held').pluck();
  assert.ok(rows.get() > 10);

  // A delete needs memory too, for the journal.
  spare.close();
  holder.exec('delete from held where id > 2');
  assert.equal(holder.pragma('integrity_check', { simple: true }), 'ok');
  assert.deepEqual(holder.prepare('select length(data) from held').pluck().all(), [400_000_000, 400_000_000]);
  insert.run(400_000_000);
  assert.equal(rows.get(), 3);
  holder.close();
  const blob = Buffer.alloc(100_000_000, 'blob');
  file.prepare('insert into t (a) values (?)').run(blob);
  assert.ok(file.prepare('select a from t order by id desc').pluck().get().equals(blob));
  assert.equal(file.pragma('integrity_check', { simple: true }), 'ok');
});

/** Actions to try without memory. Some succeed with the memory that SQLite holds in reserve. */
const ACTIONS = {
  'opening a database in memory': () => new Database(':memory:').close(),
  'opening a file': ({ place }) => new Database(place.file('test.db')).close(),
  'reading a file': ({ place }) => new Database(place.file('test.db')).prepare('select * from t').all(),
  'creating a file': ({ place }) => new Database(place.file('new.db')).exec('create table t (a)').close(),
  'opening a Buffer': () => new Database(Buffer.alloc(4096)).close(),
  'preparing a statement': ({ db }) => db.prepare(`select ${'1 + '.repeat(200)}1`),
  'preparing a long statement': ({ db }) => db.prepare(`select 1 /* ${'x'.repeat(100_000)} */`),
  'preparing an invalid statement': ({ db }) => {
    try {
      db.prepare('select no_such_column');
    } catch (error) {
      if (error.code !== 'SQLITE_ERROR') throw error;
    }
  },
  'binding a text': ({ insert }) => insert.run('x'.repeat(100)),
  'binding a long text': ({ insert }) => insert.run('x'.repeat(1_000_000)),
  'binding a text of three-byte characters': ({ insert }) => insert.run('漢'.repeat(100_000)),
  'binding a blob': ({ insert }) => insert.run(Buffer.alloc(1_000_000)),
  'binding many parameters': ({ db }) => db.prepare(`select ${'?,'.repeat(999)}?`).get(Array(1000).fill('text')),
  'reading a row': ({ select }) => select.get(17),
  'reading all rows': ({ db }) => db.prepare('select * from t').all(),
  'iterating over rows': ({ select }) => [...select.iterate(17)],
  'reading a long row': ({ db }) => db.prepare('select zeroblob(1000000)').get(),
  'sorting rows': ({ db }) => db.prepare('select * from t order by a || id').all(),
  'reading the columns of a statement': ({ select }) => select.columns(),
  'converting a statement to text': ({ insert }) => insert.bind('x'.repeat(1000)).toString(),
  'updating a row': ({ db }) => db.exec("update t set a = a || 'changed' where id = 7"),
  'updating all rows': ({ db }) => db.exec("update t set a = a || 'changed'"),
  'creating a table': ({ db }) => db.exec('create table u (a)'),
  'creating an index': ({ db }) => db.exec('create index j on t (a, id)'),
  'creating a full-text index': ({ db }) => db.exec('create virtual table words using fts5 (word)'),
  'inserting in a transaction': ({ db, insert }) => (
    db.transaction(() => { for (let i = 0; i < 100; i += 1) insert.run('lost '); })()
  ),
  'attaching a database': ({ db, place }) => (
    db.exec(`attach '${place.file('new.db')}' as other; create table other.t (a)`)
  ),
  'creating a temporary table': ({ db }) => db.exec('create temp table u as select * from t'),
  'changing to WAL': ({ db }) => db.pragma('journal_mode = wal'),
  'vacuuming': ({ db }) => db.exec('vacuum'),
  'computing the local time': ({ db }) => db.prepare("select datetime('now', 'localtime')").get(),
};

/** The bytes of memory left to an action, so that it runs out of memory earlier or later. */
const LEFT = [0, 64, 200, 500, 1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 200_000];

/** Actions for which the memory that SQLite holds in reserve suffices, and the journal modes in which it does. */
const SUFFICES = {
  'binding a text': ['wal'],
  'reading a row': ['delete', 'wal'],
  'iterating over rows': ['delete', 'wal'],
  'reading the columns of a statement': ['delete', 'wal'],
  'updating a row': ['wal'],
  'converting a statement to text': ['delete', 'wal'],
  'changing to WAL': ['wal'],
};

/** Tries an action with `left` bytes of memory. Returns whether it ran out of memory. */
function runsOutOfMemory(action, tools, left) {
  const free = exhaust(left);
  try {
    action(tools);
    return false;
  } catch (error) {
    if (error instanceof SqliteError) assert.match(error.code, /^SQLITE_(NOMEM|IOERR_NOMEM)$/);
    else assert.equal(`${error}`, 'Error: Out of memory');
    return true;
  } finally {
    if (keeper.open) free();
  }
}

/** Returns the rows that no action changes. */
const unchanged = (db) => db.prepare(`select * from t where id <= ${ROWS} and id <> 7`).all();

/** Fails unless all rows were changed by the action, or none of them. */
function requireAllOrNone(db) {
  const changed = db.prepare("select count(*) from t where a like '%changed'").pluck().get();
  assert.ok(changed === 0 || changed === ROWS, `${changed} rows are changed`);
}

for (const mode of ['delete', 'wal']) {
  for (const [name, action] of Object.entries(ACTIONS)) {
    test(`${name} without memory leaves the file intact, in ${mode} mode`, { skip }, (t) => {
      let failures = 0;
      for (const left of LEFT) {
        const place = scratch(t);
        const db = fileWithRows(place);
        db.pragma(`journal_mode = ${mode}`);
        const before = unchanged(db);
        const insert = db.prepare('insert into t (a) values (?)');
        const select = db.prepare('select * from t where id = ?');
        if (runsOutOfMemory(action, { place, db, insert, select }, left)) failures += 1;

        assert.equal(db.inTransaction, false);
        assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
        if (name === 'updating all rows') requireAllOrNone(db);
        else assert.deepEqual(unchanged(db), before);
        db.exec("update t set a = a || 'changed'");
        db.close();
      }
      if (!SUFFICES[name]?.includes(mode)) assert.ok(failures > 0, 'the action runs out of memory');
    });
  }
}
