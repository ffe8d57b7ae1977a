'use strict';

// Intended differences from better-sqlite3. docs/COMPAT.md explains the reasons.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const { test } = require('node:test');
const { answerOfChild } = require('../support/child');
const { Database } = require('../support/engine');
const { CONNECTION_BUSY, NOT_OPEN, sqliteError, typeError } = require('../support/errors');
const { scratch } = require('../support/scratch');

const LOCKED = sqliteError('SQLITE_BUSY', 'database is locked');

const filled = (place, name = 'source.db') => place.open(name).exec('create table t (a); insert into t values (5)');

test('a backup from inside a write transaction is refused', async (t) => {
  const place = scratch(t);
  const db = filled(place).exec('begin; insert into t values (6)');
  await assert.rejects(db.backup(place.file('copy.db')), LOCKED);
  assert.equal(place.exists('copy.db'), false);
  db.exec('commit');
  assert.equal((await db.backup(place.file('copy.db'))).totalPages, 2);
});

test('a backup to the file of its source is refused', async (t) => {
  const place = scratch(t);
  const db = filled(place);
  await assert.rejects(db.backup(place.file('source.db')), LOCKED);
  assert.equal(db.prepare('select a from t').pluck().get(), 5);
});

test('a backup to a locked database is refused', async (t) => {
  const place = scratch(t);
  const db = filled(place);
  const other = place.open('copy.db').exec('create table old (a); begin exclusive');
  await assert.rejects(db.backup(place.file('copy.db')), LOCKED);
  other.exec('rollback');
  assert.deepEqual(other.prepare('select name from sqlite_schema').pluck().all(), ['old']);
});

test('a backup of an unknown attached database leaves no file', async (t) => {
  const place = scratch(t);
  const db = filled(place);
  await assert.rejects(
    db.backup(place.file('copy.db'), { attached: 'absent' }),
    sqliteError('SQLITE_ERROR', 'unknown database absent'),
  );
  assert.deepEqual(fs.readdirSync(place.folder), ['source.db']);
});

test('get() with RETURNING throws if the commit fails', (t) => {
  const db = scratch(t).open(':memory:');
  db.exec('create table p (id integer primary key); create table c (x references p deferrable initially deferred)');
  const insert = db.prepare('insert into c values (1) returning x');
  assert.throws(() => insert.get(), sqliteError('SQLITE_CONSTRAINT_FOREIGNKEY', 'FOREIGN KEY constraint failed'));
  assert.equal(db.prepare('select count(*) from c').pluck().get(), 0);
});

test("return() of an iterator throws if the statement's commit fails", (t) => {
  const db = scratch(t).open(':memory:');
  db.exec('create table p (id integer primary key); create table c (x references p deferrable initially deferred)');
  const insert = db.prepare('insert into c values (1), (2) returning x').pluck();
  assert.throws(() => {
    for (const x of insert.iterate()) if (x === 1) break;
  }, sqliteError('SQLITE_CONSTRAINT_FOREIGNKEY', 'FOREIGN KEY constraint failed'));
  assert.equal(db.prepare('select count(*) from c').pluck().get(), 0);
  db.exec('insert into p values (1), (2)');
  for (const x of insert.iterate()) if (x === 1) break;
  assert.equal(db.prepare('select count(*) from c').pluck().get(), 2);
});

test('get() with RETURNING throws if a lock of another connection prevents the commit', (t) => {
  const place = scratch(t);
  const db = place.open('test.db', { timeout: 0 }).exec('create table t (a); insert into t values (5)');
  const reader = place.open('test.db').exec('begin; select * from t');
  assert.throws(() => db.prepare('insert into t values (6) returning a').get(), LOCKED);
  reader.exec('commit');
  assert.deepEqual(db.prepare('select a from t').pluck().all(), [5]);
});

test('mathematical functions differ from native by at most two units in the last place', (t) => {
  const db = scratch(t).open(':memory:');
  const results = db.prepare(
    'select sin(1e9), cos(0.5), tan(2), exp(0.9771399474702775), ln(10), log10(5.040215793997049), pow(1.1, 22.7)',
  ).raw().get();
  const native = [
    0.5458434494486996, 0.8775825618903728, -2.185039863261519, 2.656846644226078, 2.302585092994046,
    0.7024491309169287, 8.701897293159915,
  ];
  results.forEach((result, i) => {
    const unit = 2 ** (Math.floor(Math.log2(Math.abs(native[i]))) - 52);
    assert.ok(Math.abs(result - native[i]) <= 2 * unit, `${result} for ${native[i]}`);
  });
});

test('a function name over 255 bytes throws SQLITE_MISUSE', (t) => {
  const db = scratch(t).open(':memory:');
  const misuse = sqliteError('SQLITE_MISUSE', 'bad parameter or other API misuse');
  assert.throws(() => db.function('f'.repeat(256), () => 1), misuse);
  assert.throws(() => db.aggregate('f'.repeat(256), { step() {} }), misuse);
});

test('the connection is busy inside a factory, even during prepare()', (t) => {
  const place = scratch(t);
  const creator = place.open('test.db').table('m', () => ({ columns: ['a'], *rows() {} }));
  creator.exec('create virtual table t using m').close();
  let calls = 0;
  const db = place.open('test.db').table('m', () => {
    calls += 1;
    for (const use of [() => db.prepare('select 1'), () => db.exec(''), () => db.close()]) {
      assert.throws(use, typeError(CONNECTION_BUSY));
    }
    return { columns: ['a'], *rows() { yield [5]; } };
  });
  assert.equal(db.prepare('select a from t').pluck().get(), 5);
  assert.equal(calls, 1);
});

for (const value of [null, undefined, '', 0]) {
  test(`a factory may throw ${JSON.stringify(value)} during prepare()`, (t) => {
    const place = scratch(t);
    const creator = place.open('test.db').table('m', () => ({ columns: ['a'], *rows() {} }));
    creator.exec('create virtual table t using m').close();
    const db = place.open('test.db').table('m', () => {
      throw value;
    });
    let caught = 'nothing';
    try {
      db.prepare('select * from t');
    } catch (error) {
      caught = error;
    }
    assert.equal(caught, value);
  });
}

test('a getter of a bound object changes a buffer that the object listed before', (t) => {
  const db = scratch(t).open(':memory:');
  const bytes = Buffer.alloc(1000, 1);
  const parameters = { a: bytes, get b() { return bytes.fill(2).length; } };
  const row = db.prepare('select @a, @b').raw().get(parameters);
  assert.deepEqual(row, [Buffer.alloc(1000, 2), 1000]);
});

test('a DataView is bound and returned as a blob', (t) => {
  const db = scratch(t).open(':memory:');
  const view = new DataView(Uint8Array.of(1, 2, 3).buffer, 1);
  assert.deepEqual(db.prepare('select ?').pluck().get(view), Buffer.from([2, 3]));
  db.function('f', () => view);
  assert.deepEqual(db.prepare('select f()').pluck().get(), Buffer.from([2, 3]));
  for (const key of ['byteLength', 'byteOffset']) Object.defineProperty(view, key, { value: 1000 });
  assert.deepEqual(db.prepare('select ?').pluck().get(view), Buffer.from([2, 3]));
  assert.deepEqual(db.prepare('select f()').pluck().get(), Buffer.from([2, 3]));
});

test('a statement throws if a getter of its parameters closes the database', (t) => {
  const db = scratch(t).open(':memory:');
  const statement = db.prepare('select @a');
  assert.throws(() => statement.get({ get a() { return db.close(), 5; } }), typeError(NOT_OPEN));
});

test('a column cannot set the prototype of a row', (t) => {
  const db = scratch(t).open(':memory:').exec('create table "__proto__" (a); insert into "__proto__" values (5)');
  const row = db.prepare('select x\'01\' as "__proto__", 5 as a').get();
  assert.equal(Object.getPrototypeOf(row), Object.prototype);
  assert.deepEqual(Object.entries(row), [['a', 5]]);
  assert.equal(Object.getPrototypeOf(db.prepare('select null as "__proto__", 5 as a').get()), Object.prototype);
  const expanded = db.prepare('select *, 5 as b from "__proto__"').expand().get();
  assert.equal(Object.getPrototypeOf(expanded), Object.prototype);
  assert.deepEqual(Object.entries(expanded), [['$', { b: 5 }]]);
});

test('a timeout of -0 is 0', (t) => {
  assert.equal(scratch(t).open(':memory:', { timeout: -0 }).pragma('busy_timeout', { simple: true }), 0);
});

test('loadExtension() of machine code throws a message that says what to do', (t) => {
  const { file, open, write } = scratch(t);
  write('elf.so', '\x7fELF');
  for (const library of ['/usr/lib/mod_spatialite.so', 'C:\\vec0.DLL', file('vec0.dylib'), file('elf.so')]) {
    assert.throws(() => open(':memory:').loadExtension(library), (error) => {
      assert.equal(error.code, 'SQLITE_ERROR');
      assert.match(error.message, /cannot be loaded into WebAssembly.*docs\/EXTENSIONS\.md.*FTS3\/4\/5/);
      return true;
    });
  }
});

test('an addon object as nativeBinding is accepted and ignored', () => {
  new Database(':memory:', { nativeBinding: {} }).exec('select 1').close();
});

test('the compile options differ from native only in the expected ones', () => {
  const [ours, theirs] = [Database, require('better-sqlite3')].map((Class) => {
    const db = new Class(':memory:');
    const options = db.pragma('compile_options').map((row) => row.compile_options);
    db.close();
    return options;
  });
  const own = (options, others) => options
    .filter((option) => !others.includes(option) && !option.startsWith('COMPILER='));
  assert.deepEqual(own(ours, theirs), [
    'ENABLE_PREUPDATE_HOOK', 'ENABLE_SESSION', 'MALLOC_SOFT_LIMIT=512', 'MAX_MMAP_SIZE=0', 'MAX_WORKER_THREADS=0',
    'MUTEX_OMIT', 'THREADSAFE=0', 'ZERO_MALLOC',
  ]);
  assert.deepEqual(own(theirs, ours), [
    'MALLOC_SOFT_LIMIT=1024', 'MAX_MMAP_SIZE=0x7fff0000', 'MAX_WORKER_THREADS=8', 'MUTEX_PTHREADS', 'SYSTEM_MALLOC',
    'THREADSAFE=2',
  ]);
});

// Additions to better-sqlite3.
const hasDispose = typeof Symbol.dispose === 'symbol';

test('databases and statements have Symbol.dispose', { skip: !hasDispose }, (t) => {
  const db = scratch(t).open(':memory:');
  const statement = db.prepare('select ? as a').bind(5);
  const iterator = statement.iterate();
  assert.throws(() => statement[Symbol.dispose](), typeError('This statement is busy executing a query'));
  iterator.return();
  statement[Symbol.dispose]();
  statement[Symbol.dispose]();
  const disposed = typeError('This statement has been disposed of');
  for (const method of ['get', 'all', 'run', 'iterate', 'columns', 'pluck', 'safeIntegers']) {
    assert.throws(() => statement[method](), disposed);
  }
  assert.deepEqual([statement.busy, statement.source, String(statement)], [false, 'select ? as a', 'select ? as a']);
  db[Symbol.dispose]();
  assert.equal(db.open, false);
  db[Symbol.dispose]();
  statement[Symbol.dispose]();
  for (const prototype of [Database.prototype, Object.getPrototypeOf(statement)]) {
    const { enumerable } = Object.getOwnPropertyDescriptor(prototype, Symbol.dispose);
    assert.equal(enumerable, false);
  }
});

test('opening by descriptor requires byte-range locks', { skip: process.platform !== 'linux' }, (t) => {
  const { file, write } = scratch(t);
  for (const name of ['a.db', 'a.db-journal']) write(name, '');
  const [name, , message] = answerOfChild(({ Database, outcome }, ...files) => {
    const [database, journalFd] = files.map((path) => require('node:fs').openSync(path, 'r+'));
    return outcome(() => new Database(database, { journalFd }).open);
  }, { args: [file('a.db'), file('a.db-journal')], env: { ANYSQLITE_LOCKS: 'exclusive' } });
  assert.equal(name, 'TypeError');
  assert.match(message, /^Cannot open database from a file descriptor because there are no byte-range locks here/);
});

const tryToRead = ({ Database: Engine, outcome }, path, options) => outcome(() => {
  const db = new Engine(path, options);
  return db.prepare('select count(*) from t').pluck().get();
});

for (const [suffix, options] of [['', { readonly: true }], ['-journal', {}], ['-journal', { readonly: true }]]) {
  test(`a FIFO named test.db${suffix} is not waited for, with ${JSON.stringify(options)}`, (t) => {
    const { file, open } = scratch(t);
    if (suffix !== '') open().exec('create table t (a)').close();
    execFileSync('mkfifo', [file(`test.db${suffix}`)]);
    const answer = answerOfChild(tryToRead, { args: [file('test.db'), options] });
    assert.deepEqual(answer, ['SqliteError', 'SQLITE_IOERR_READ', 'disk I/O error']);
  });
}
