'use strict';

// Databases whose files the application has opened itself.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { test } = require('node:test');
const { Database } = require('../../support/engine');
const { sqliteError, typeError } = require('../../support/errors');
const { REMOVED, scratchFiles, skip } = require('../support/fd-database');

test('a database can be opened from descriptors of its file and its journal', { skip }, (t) => {
  const { file, open, openByDescriptor, read } = scratchFiles(t);
  const db = openByDescriptor();
  assert.match(db.name, /^fd:\d+$/);
  assert.deepEqual([db.memory, db.readonly, db.open], [false, false, true]);
  db.exec('create table t (a); insert into t values (1), (2)');
  db.transaction(() => db.exec('update t set a = a * 10'))();
  assert.equal(read('test.db-journal').length, 0, 'the journal is truncated, not removed');
  assert.deepEqual(db.prepare('select a from t').pluck().all(), [10, 20]);
  assert.deepEqual(open('test.db').prepare('select a from t').pluck().all(), [10, 20]);
  assert.ok(fs.existsSync(file('test.db-journal')));
});

test('the application may close the files and open others under their numbers', { skip }, (t) => {
  const { closeFiles, openFile, openByDescriptor, read, write } = scratchFiles(t);
  const db = openByDescriptor();
  closeFiles();
  write('other', 'untouched');
  for (let i = 0; i < 4; i += 1) openFile('other');
  db.exec('create table t (a); insert into t values (1)');
  db.close();
  assert.equal(String(read('other')), 'untouched');
});

test('a hot journal is rolled back when opened by descriptor and by path', { skip }, (t) => {
  const { open, openByDescriptor, read, write } = scratchFiles(t);
  const db = openByDescriptor();
  db.exec('create table t (a); insert into t values (zeroblob(20000))');
  db.pragma('cache_size = 1');
  db.exec("begin; update t set a = 'lost'; create table u as select randomblob(90000)");
  const journal = read('test.db-journal');
  assert.ok(journal.length > 0);
  write('copy.db', read('test.db'));
  write('copy.db-journal', journal);
  write('path.db', read('test.db'));
  write('path.db-journal', journal);
  db.exec('rollback');
  assert.deepEqual(db.prepare('select name from sqlite_schema').pluck().all(), ['t']);

  const copy = openByDescriptor('copy.db');
  assert.deepEqual(copy.prepare('select length(a) from t').pluck().all(), [20000]);
  assert.equal(read('copy.db-journal').length, 0);
  assert.deepEqual(open('path.db').prepare('select length(a) from t').pluck().all(), [20000], 'opened by path');
});

for (const mode of ['delete', 'truncate', 'persist', 'memory']) {
  test(`journal_mode = ${mode} works`, { skip }, (t) => {
    const { openByDescriptor, read } = scratchFiles(t);
    const db = openByDescriptor();
    assert.equal(db.pragma(`journal_mode = ${mode}`, { simple: true }), mode);
    db.exec('create table t (a); insert into t values (1); delete from t');
    assert.equal(read('test.db-journal').length > 0, mode === 'persist');
  });
}

test('WAL mode is refused', { skip }, (t) => {
  const { open, openFile, openByDescriptor, write } = scratchFiles(t);
  const db = openByDescriptor();
  const refused = sqliteError(
    'SQLITE_ERROR',
    'journal_mode WAL is not supported for databases opened from file descriptors',
  );
  assert.throws(() => db.pragma('journal_mode = wal'), refused);
  assert.throws(() => db.pragma('main.journal_mode = WAL'), refused);
  assert.equal(db.pragma('journal_mode', { simple: true }), 'delete');
  const wal = open('wal.db');
  wal.exec('pragma journal_mode = wal; create table t (a)');
  wal.close();
  write('wal.db-journal', '');
  assert.throws(
    () => new Database(openFile('wal.db'), { journalFd: openFile('wal.db-journal') }),
    typeError('Cannot open database from a file descriptor because it is in WAL mode'),
  );
});

test('descriptors that cannot be used are rejected with the reason', { skip }, (t) => {
  const { file, openFile, write } = scratchFiles(t);
  for (const name of ['a', 'b', 'gone']) write(name, '');
  const good = openFile('a');
  const gone = openFile('gone');
  fs.unlinkSync(file('gone'));
  const bad = [
    [0x7fffffff, 'descriptor is not open'],
    [openFile('.', 'r'), 'descriptor does not refer to a regular file'],
    [openFile('b', fs.constants.O_WRONLY), 'descriptor was not opened for reading'],
    [openFile('b', 'r'), 'descriptor was not opened for writing (use the "readonly" option)'],
    [openFile('b', 'a+'), 'descriptor was opened in append mode'],
    [gone, 'has been deleted'],
  ];
  for (const [fd, end] of bad) {
    const because = (role) => typeError(`Cannot open database because the ${role} file ${end}`);
    assert.throws(() => new Database(fd, { journalFd: good }), because('database'));
    assert.throws(() => new Database(good, { journalFd: fd }), because('journal'));
  }
  const same = 'Cannot open database because the database and journal file descriptors refer to the same file';
  assert.throws(() => new Database(good, { journalFd: openFile('a') }), typeError(same));
});

test('a readonly database accepts descriptors of both access modes', { skip }, (t) => {
  const { open, openFile, write } = scratchFiles(t);
  const maker = open('test.db');
  maker.exec('create table t (a); insert into t values (1)');
  maker.close();
  write('test.db-journal', '');
  for (const flags of ['r', 'r+']) {
    const options = { journalFd: openFile('test.db-journal', flags), readonly: true };
    const db = new Database(openFile('test.db', flags), options);
    assert.equal(db.readonly, true);
    assert.equal(db.prepare('select a from t').pluck().get(), 1);
    assert.throws(
      () => db.exec('insert into t values (2)'),
      sqliteError('SQLITE_READONLY', 'attempt to write a readonly database'),
    );
    db.close();
  }
});

test('a database whose file or journal has been removed is neither read nor written', { skip }, (t) => {
  for (const gone of ['test.db', 'test.db-journal']) {
    const { file, openByDescriptor } = scratchFiles(t);
    const db = openByDescriptor();
    db.exec('create table t (a)');
    fs.unlinkSync(file(gone));
    for (const sql of ['insert into t values (1)', 'select * from t']) {
      assert.throws(() => db.prepare(sql).run(), (error) => error instanceof Error);
      assert.throws(() => db.exec(sql), sqliteError('SQLITE_CANTOPEN', REMOVED));
    }
    assert.throws(() => db.prepare('nonsense'), sqliteError('SQLITE_ERROR', 'near "nonsense": syntax error'));
  }
});

test('two connections to one database must use the same journal', { skip }, (t) => {
  const { openFile, openByDescriptor, write } = scratchFiles(t);
  const db = openByDescriptor();
  write('other-journal', '');
  assert.throws(
    () => new Database(openFile('test.db'), { journalFd: openFile('other-journal') }),
    sqliteError(
      'SQLITE_CANTOPEN',
      'Cannot open database because a different journal file is already being used for this database',
    ),
  );
  db.close();
  const other = new Database(openFile('test.db'), { journalFd: openFile('other-journal') });
  other.exec('create table t (a)');
  other.close();
});

test('a transaction may not write to this database and another', { skip }, (t) => {
  const { file, openByDescriptor } = scratchFiles(t);
  const db = openByDescriptor();
  db.exec(`attach '${file('other.db')}' as other; create table t (a); create table other.u (a)`);
  db.exec('begin; insert into t values (1); insert into u values (1)');
  assert.throws(() => db.exec('commit'), sqliteError(
    'SQLITE_CANTOPEN',
    'Transactions that write to multiple databases are not supported by databases opened from file descriptors',
  ));
  if (db.inTransaction) db.exec('rollback');
  db.exec('insert into u values (2)');
  assert.deepEqual(db.prepare('select a from t union all select a from u').pluck().all(), [2]);
});

test('a second writer on the same files gets SQLITE_BUSY', { skip }, (t) => {
  const { openByDescriptor } = scratchFiles(t);
  const [one, two] = [openByDescriptor(), openByDescriptor('test.db', { timeout: 0 })];
  one.exec('create table t (a); begin immediate; insert into t values (1)');
  assert.throws(() => two.exec('begin immediate'), sqliteError('SQLITE_BUSY', 'database is locked'));
  assert.deepEqual(two.prepare('select * from t').all(), []);
  one.exec('commit');
  assert.deepEqual(two.prepare('select a from t').pluck().all(), [1]);
});

test('a database opened from descriptors can be vacuumed, backed up and serialized', { skip }, async (t) => {
  const { file, open, openByDescriptor } = scratchFiles(t);
  const db = openByDescriptor();
  db.exec('create table t (a); insert into t values (zeroblob(50000)); delete from t; insert into t values (1)');
  db.exec('vacuum');
  await db.backup(file('copy.db'));
  assert.deepEqual(open('copy.db').prepare('select a from t').pluck().all(), [1]);
  assert.deepEqual(new Database(db.serialize()).prepare('select a from t').pluck().all(), [1]);
});
