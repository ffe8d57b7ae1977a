'use strict';

// What .dump prints creates an equal database, here and in native SQLite.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { PACKAGES } = require('../support/packages');
const { Random } = require('../support/random');
const { scratchFolder } = require('../support/scratch-folder');
const { contentOf, fillHardDatabase } = require('./support/hard-database');
const { output, shell } = require('./support/shell');

const Native = require(PACKAGES.native);
const Ours = require(PACKAGES.ours);

/** Makes a file by native SQLite, and returns its content. */
function make(file, fill, encoding = 'UTF-8') {
  const db = new Native(file);
  db.pragma('synchronous = OFF');
  db.pragma(`encoding = '${encoding}'`);
  fill(db);
  const content = contentOf(db);
  db.close();
  return content;
}

/** Returns the content of a new database that a dump creates. */
function restored(Database, dump) {
  const db = new Database(':memory:').unsafeMode();
  try {
    db.exec(dump);
    assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
    return contentOf(db);
  } finally {
    db.close();
  }
}

for (const encoding of ['UTF-8', 'UTF-16le', 'UTF-16be']) {
  test(`a dump of an ${encoding} database restores to an equal one, here, in native SQLite and by the shell`, (t) => {
    const { file } = scratchFolder(t);
    const content = make(file('hard.db'), fillHardDatabase, encoding);
    const dump = output([file('hard.db'), '.dump']);
    assert.deepEqual(restored(Native, dump), content);
    assert.deepEqual(restored(Ours, dump), content);

    output(['--write', file('again.db')], { input: dump });
    assert.equal(output([file('again.db'), '.dump']), dump);
    const again = new Native(file('again.db'), { readonly: true });
    assert.equal(again.prepare("SELECT title FROM notes WHERE notes MATCH 'world'").pluck().get(), 'hello');
    assert.equal(again.prepare('SELECT label FROM boxes WHERE x1 > 0').pluck().get(), 'a box');
    again.close();
  });
}

test('numbers of random bits are the same after a dump', (t) => {
  const { file } = scratchFolder(t);
  const random = new Random(7);
  const bits = new DataView(new ArrayBuffer(8));
  const numbers = Array.from({ length: 10_000 }, () => {
    bits.setUint32(0, random.uint32());
    bits.setUint32(4, random.uint32());
    return bits.getFloat64(0);
  });
  const content = make(file('numbers.db'), (db) => {
    db.exec('CREATE TABLE numbers(value REAL)');
    const insert = db.prepare('INSERT INTO numbers VALUES(?)');
    db.transaction(() => numbers.forEach((number) => insert.run(number)))();
  });
  const dump = output([file('numbers.db'), '.dump']);
  assert.deepEqual(restored(Native, dump), content);
  assert.deepEqual(restored(Ours, dump), content);
});

test('texts of quotes, backslashes, NUL and line breaks are the same after a dump', (t) => {
  const { file } = scratchFolder(t);
  const random = new Random(8);
  const pieces = ['\\', '0', '13', '_', '\0', '\r', '\n', "'", '\\0', '\\13', 'char(0)'];
  const texts = Array.from({ length: 2000 }, () => {
    return Array.from({ length: random.below(12) }, () => pieces[random.below(pieces.length)]).join('');
  });
  const content = make(file('texts.db'), (db) => {
    db.exec('CREATE TABLE texts(value TEXT)');
    const insert = db.prepare('INSERT INTO texts VALUES(?)');
    db.transaction(() => texts.forEach((text) => insert.run(text)))();
  });
  const dump = output([file('texts.db'), '.dump']);
  assert.doesNotMatch(dump, /[\0\r]/);
  assert.deepEqual(restored(Native, dump), content);
  output(['--write', file('again.db')], { input: dump });
  assert.equal(output([file('again.db'), '.dump']), dump);
});

test('a dump of some tables has these and what belongs to them', (t) => {
  const { file } = scratchFolder(t);
  make(file('hard.db'), fillHardDatabase);
  const dump = output([file('hard.db'), '.dump keyed']);
  assert.match(dump, /CREATE TABLE keyed/);
  assert.match(dump, /CREATE INDEX by_name/);
  assert.doesNotMatch(dump, /plain|notes/);
});

test('a virtual table whose module is missing is dumped all the same', (t) => {
  const { file } = scratchFolder(t);
  make(file('custom.db'), (db) => {
    db.unsafeMode().pragma('writable_schema = ON');
    db.exec(`
      INSERT INTO sqlite_schema VALUES('table', 'odd', 'odd', 0, 'CREATE VIRTUAL TABLE odd USING nothing_known(1)');
      CREATE TABLE kept(a); INSERT INTO kept VALUES(1)`);
  });
  const dump = output([file('custom.db'), '.dump']);
  assert.match(dump, /USING nothing_known/);
  assert.match(dump, /INSERT INTO "kept"/);
});

test('a dump of a damaged database fails and ends with ROLLBACK', (t) => {
  const { file, read, write } = scratchFolder(t);
  make(file('damaged.db'), (db) => {
    db.exec('CREATE TABLE t(a); CREATE TABLE u(a)');
    const insert = db.prepare('INSERT INTO t VALUES(?)');
    db.transaction(() => {
      for (let i = 0; i < 2000; i += 1) insert.run(`row ${i} ${'x'.repeat(50)}`);
    })();
  });
  const bytes = read('damaged.db');
  bytes.fill(0xee, 8 * 4096, 12 * 4096);
  write('damaged.db', bytes);
  const { status, stdout, stderr } = shell([file('damaged.db'), '.dump']);
  assert.equal(status, 1);
  assert.match(stderr, /malformed.*\.integrity/);
  assert.match(stdout, /INSERT[^]*\nROLLBACK; -- the dump is incomplete\n$/);
  assert.doesNotMatch(stdout, /COMMIT/);
});
