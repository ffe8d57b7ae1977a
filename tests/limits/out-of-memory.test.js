'use strict';

// The guest's memory ends at 4 GiB. Being out of it is an error like another: nothing is lost, and what is freed can be
// used again. Native better-sqlite3 has no such end, so this is about this package alone.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Database, SqliteError } = require('../support/engine');
const { scratch } = require('../support/scratch');
const { inside, ours, takeAll } = require('./support/guest-memory');

const skip = ours ? false : 'native memory has no end that a test could reach';
const noMemory = { name: 'SqliteError', code: 'SQLITE_NOMEM', message: 'out of memory' };

/** A connection that outlives a test, so that memory which has grown once is kept. */
let keeper = new Database(':memory:');

/** Takes all memory but a little, in one piece. Gives what frees it. */
function exhaust(left) {
  if (!keeper.open) keeper = new Database(':memory:');
  const { guest } = inside(keeper);
  const little = guest.alloc(left);
  const free = takeAll(keeper);
  guest.free(little);
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

function insertUntilRefused(insert, size) {
  for (;;) insert.run(size);
}

test('rows fill the memory, and what is freed can be used again', { skip }, (t) => {
  exhaust(0)();
  const place = scratch(t);
  const [file, holder, spare] = [fileWithRows(place), place.open(':memory:'), place.open(':memory:')];
  spare.exec('create table held (data); insert into held values (zeroblob(100000000))');
  holder.exec('create table held (id integer primary key, data)');
  const insert = holder.prepare('insert into held (data) values (zeroblob(?))');
  for (const size of [400_000_000, 20_000_000, 1_000_000, 50_000, 1000, 10]) {
    assert.throws(() => insertUntilRefused(insert, size), noMemory);
  }
  const rows = holder.prepare('select count(*) from held').pluck();
  assert.ok(rows.get() > 10);

  // Deleting needs memory too, for a journal.
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

/** What may be tried without memory. Some of it succeeds, with what SQLite holds in reserve. */
const ACTIONS = {
  'opening a database in memory': () => new Database(':memory:').close(),
  'opening a file': ({ place }) => new Database(place.file('test.db')).close(),
  'reading a file': ({ place }) => new Database(place.file('test.db')).prepare('select * from t').all(),
  'making a file': ({ place }) => new Database(place.file('new.db')).exec('create table t (a)').close(),
  'opening a Buffer': () => new Database(Buffer.alloc(4096)).close(),
  preparing: ({ db }) => db.prepare(`select ${'1 + '.repeat(200)}1`),
  'preparing a long text': ({ db }) => db.prepare(`select 1 /* ${'x'.repeat(100_000)} */`),
  'a mistake': ({ db }) => {
    try {
      db.prepare('select no_such_column');
    } catch (error) {
      if (error.code !== 'SQLITE_ERROR') throw error;
    }
  },
  'binding a text': ({ insert }) => insert.run('x'.repeat(100)),
  'binding a long text': ({ insert }) => insert.run('x'.repeat(1_000_000)),
  'binding a text of wide characters': ({ insert }) => insert.run('漢'.repeat(100_000)),
  'binding a blob': ({ insert }) => insert.run(Buffer.alloc(1_000_000)),
  'binding many parameters': ({ db }) => db.prepare(`select ${'?,'.repeat(999)}?`).get(Array(1000).fill('text')),
  'reading a row': ({ select }) => select.get(17),
  'reading all rows': ({ db }) => db.prepare('select * from t').all(),
  iterating: ({ select }) => [...select.iterate(17)],
  'reading a long row': ({ db }) => db.prepare('select zeroblob(1000000)').get(),
  sorting: ({ db }) => db.prepare('select * from t order by a || id').all(),
  'columns of a statement': ({ select }) => select.columns(),
  'a statement as text': ({ insert }) => insert.bind('x'.repeat(1000)).toString(),
  'a change': ({ db }) => db.exec("update t set a = a || 'changed' where id = 7"),
  'a large change': ({ db }) => db.exec("update t set a = a || 'changed'"),
  'a new table': ({ db }) => db.exec('create table u (a)'),
  'a new index': ({ db }) => db.exec('create index j on t (a, id)'),
  'full text': ({ db }) => db.exec('create virtual table words using fts5 (word)'),
  'a transaction': ({ db, insert }) => db.transaction(() => { for (let i = 0; i < 100; i += 1) insert.run('lost '); })(),
  'a database that is attached': ({ db, place }) => db.exec(`attach '${place.file('new.db')}' as other; create table other.t (a)`),
  'a temporary table': ({ db }) => db.exec('create temp table u as select * from t'),
  'changing to WAL': ({ db }) => db.pragma('journal_mode = wal'),
  'a vacuum': ({ db }) => db.exec('vacuum'),
  'local time': ({ db }) => db.prepare("select datetime('now', 'localtime')").get(),
};

/** How many bytes are left, so that memory ends sooner or later in what is done. */
const LEFT = [0, 64, 200, 500, 1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 200_000];

function attempt(action, tools, left) {
  const free = exhaust(left);
  try {
    action(tools);
  } catch (error) {
    if (error instanceof SqliteError) assert.match(error.code, /^SQLITE_(NOMEM|IOERR_NOMEM)$/);
    else assert.equal(`${error}`, 'Error: Out of memory');
  } finally {
    if (keeper.open) free();
  }
}

const unchanged = (db) => db.prepare(`select * from t where id <= ${ROWS} and id <> 7`).all();

for (const mode of ['delete', 'wal']) {
  for (const [what, action] of Object.entries(ACTIONS)) {
    test(`${what}, without memory, in ${mode} mode`, { skip }, (t) => {
      for (const left of LEFT) {
        const place = scratch(t);
        const db = fileWithRows(place);
        db.pragma(`journal_mode = ${mode}`);
        const before = unchanged(db);
        const insert = db.prepare('insert into t (a) values (?)');
        const select = db.prepare('select * from t where id = ?');
        attempt(action, { place, db, insert, select }, left);

        assert.equal(db.inTransaction, false);
        assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
        if (what !== 'a large change') assert.deepEqual(unchanged(db), before);
        db.exec("update t set a = a || 'changed'");
        db.close();
      }
    });
  }
}
