'use strict';

// .backup, .restore, .checkpoint and .integrity, also as an add-on's backup_pre: exit codes, and no questions.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { test } = require('node:test');
const { PACKAGES } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');
const { COMMAND, output, shell } = require('./support/shell');

const Database = require(PACKAGES.ours);

/** Opens a database with some rows. */
function fill(file, rows, journal = 'WAL') {
  const db = new Database(file);
  db.pragma(`journal_mode = ${journal}`);
  db.exec('CREATE TABLE t(a, b)');
  const insert = db.prepare("INSERT INTO t VALUES(?, hex(randomblob(500)))");
  db.transaction(() => {
    for (let i = 0; i < rows; i += 1) insert.run(i);
  })();
  return db;
}

/** Returns how many rows a file has, after a check of its integrity. */
function rowsOf(file) {
  const db = new Database(file, { readonly: true });
  assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
  const count = db.prepare('SELECT count(*) FROM t').pluck().get();
  db.close();
  return count;
}

for (const journal of ['WAL', 'DELETE']) {
  test(`.backup copies a database that another process has open in mode ${journal}`, (t) => {
    const { file, list } = scratchFolder(t);
    const db = fill(file('app.db'), 3000, journal);
    t.after(() => db.close());
    assert.equal(output([file('app.db'), `.backup ${file('backup.db')}`]), '');
    assert.deepEqual(list().filter((name) => name.startsWith('backup')), ['backup.db']);
    assert.equal(rowsOf(file('backup.db')), 3000);

    db.exec('DELETE FROM t WHERE a >= 10');
    assert.equal(output([file('app.db'), `.backup "${file('backup.db')}"`, '.integrity']), 'ok\n');
    assert.equal(rowsOf(file('backup.db')), 10);
  });
}

test('.backup does not copy what is not committed', (t) => {
  const { file } = scratchFolder(t);
  const db = fill(file('app.db'), 5);
  t.after(() => db.close());
  db.exec('BEGIN; INSERT INTO t VALUES(9, 9)');
  output([file('app.db'), `.backup ${file('backup.db')}`]);
  assert.equal(rowsOf(file('backup.db')), 5);
});

test('a failed backup leaves the old one, and nothing new', (t) => {
  const { file, list, write, read } = scratchFolder(t);
  fill(file('app.db'), 5).close();
  write('text.txt', 'no database'.repeat(100));
  for (const [destination, message] of [
    [file('text.txt'), /not a database/],
    [file('missing', 'b.db'), /directory does not exist/],
    [file('app.db'), /is the database itself/],
  ]) {
    const { status, stderr } = shell([file('app.db'), `.backup ${destination}`]);
    assert.equal(status, 1);
    assert.match(stderr, message);
  }
  assert.equal(read('text.txt').toString(), 'no database'.repeat(100));
  assert.deepEqual(list().filter((name) => !/-(shm|wal)$/.test(name)), ['app.db', 'text.txt']);
});

test('a backup to a disk without room leaves nothing, and neither a broken old backup', (t) => {
  const { file, list } = scratchFolder(t);
  fill(file('app.db'), 3000, 'DELETE').close();
  fill(file('old.db'), 5, 'DELETE').close();
  const limited = (name) => spawnSync('sh', [
    '-c', 'trap "" XFSZ && ulimit -f 200 && exec "$@"', 'sh', process.execPath, COMMAND, file('app.db'),
    `.backup ${file(name)}`,
  ], { encoding: 'utf8' });
  for (const name of ['new.db', 'old.db']) {
    const { status, stderr } = limited(name);
    assert.equal(status, 1);
    assert.match(stderr, /disk/);
  }
  assert.equal(rowsOf(file('old.db')), 5);
  assert.deepEqual(list().filter((name) => name.startsWith('new')), []);
});

test('.backup to a file that is locked ends with an error after the time to wait', (t) => {
  const { file } = scratchFolder(t);
  fill(file('app.db'), 5).close();
  const holder = fill(file('backup.db'), 2, 'DELETE');
  t.after(() => holder.close());
  holder.exec('BEGIN EXCLUSIVE');
  const { status, stderr } = shell(['--timeout', '300', file('app.db'), `.backup ${file('backup.db')}`]);
  assert.equal(status, 1);
  assert.match(stderr, /locked/);
  holder.exec('ROLLBACK');
  assert.equal(rowsOf(file('backup.db')), 2);
});

for (const journal of ['WAL', 'DELETE']) {
  test(`.restore replaces the content of a database in mode ${journal}`, (t) => {
    const { file, list } = scratchFolder(t);
    fill(file('backup.db'), 2000).close();
    fill(file('app.db'), 3, journal).close();
    output(['--write', file('app.db'), `.restore ${file('backup.db')}`, 'INSERT INTO t VALUES(1, 1)']);
    assert.deepEqual(list(), ['app.db', 'backup.db']);
    assert.equal(rowsOf(file('app.db')), 2001);
  });
}

test('.restore creates a missing database', (t) => {
  const { file } = scratchFolder(t);
  fill(file('backup.db'), 7).close();
  output(['--write', file('app.db'), `.restore ${file('backup.db')}`]);
  assert.equal(rowsOf(file('app.db')), 7);
  assert.match(output([':memory:', `.restore ${file('backup.db')}`, 'SELECT count(*) FROM t']), /\| +7 \|/);
});

test('.restore refuses damaged, missing and foreign files, and changes nothing', (t) => {
  const { file, read, write } = scratchFolder(t);
  fill(file('app.db'), 3).close();
  fill(file('damaged.db'), 2000, 'DELETE').close();
  const bytes = read('damaged.db');
  bytes.fill(0xee, 20 * 4096, 30 * 4096);
  write('damaged.db', bytes);
  write('text.txt', 'no database'.repeat(100));
  for (const [name, message] of [
    ['damaged.db', /is damaged, so nothing was restored|malformed/], ['text.txt', /not a database/],
    ['missing.db', /unable to open/], ['app.db', /is the database itself/],
  ]) {
    const { status, stderr } = shell(['--write', file('app.db'), `.restore ${file(name)}`]);
    assert.equal(status, 1, name);
    assert.match(stderr, message);
    assert.equal(rowsOf(file('app.db')), 3);
  }
});

test('.checkpoint empties the WAL, or says who is in the way', (t) => {
  const { file, read } = scratchFolder(t);
  const db = fill(file('app.db'), 100);
  t.after(() => db.close());
  assert.ok(read('app.db-wal').length > 0);
  assert.equal(output(['--write', file('app.db'), '.checkpoint']), '');
  assert.equal(read('app.db-wal').length, 0);

  db.exec('INSERT INTO t VALUES(1, 1); BEGIN; SELECT count(*) FROM t');
  const reader = db.prepare('SELECT * FROM t').iterate();
  reader.next();
  const { status, stderr } = shell(['--write', '--timeout', '100', file('app.db'), '.checkpoint']);
  reader.return();
  assert.equal(status, 1);
  assert.match(stderr, /another connection reads or writes|locked/);
  assert.match(output([':memory:', '.checkpoint']), /not in WAL mode/);
});

test('.integrity lists damage and missing parents, and fails', (t) => {
  const { file, read, write } = scratchFolder(t);
  fill(file('app.db'), 2000, 'DELETE').exec('CREATE INDEX i ON t(a)').close();
  assert.equal(output([file('app.db'), '.integrity']), 'ok\n');
  const bytes = read('app.db');
  bytes.fill(0xee, 20 * 4096, 21 * 4096);
  write('app.db', bytes);
  const damaged = shell([file('app.db'), '.integrity']);
  assert.equal(damaged.status, 1);
  assert.match(damaged.stdout + damaged.stderr, /page|malformed/);

  const orphans = 'CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE c(p REFERENCES p); ' +
    'PRAGMA foreign_keys=OFF; INSERT INTO c VALUES(7);';
  const { status, stdout, stderr } = shell([':memory:', orphans, '.integrity']);
  assert.equal(status, 1);
  assert.equal(stdout, 'row 1 of c refers to a missing row of p\n');
  assert.match(stderr, /found problems, listed above: 1/);
});
