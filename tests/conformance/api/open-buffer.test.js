'use strict';

// Databases opened from a Buffer that holds their file.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { sqliteError, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');
const { Database } = require('../../support/engine');

function imageOf(t, prepare = () => {}) {
  const { open, read } = scratch(t);
  const db = open();
  prepare(db);
  db.exec("create table t (a); insert into t values (1), ('two')");
  const insert = db.prepare('insert into t values (?)');
  db.transaction(() => { for (let i = 0; i < 200; i += 1) insert.run('filler'.repeat(10)); })();
  db.close();
  return read('test.db');
}

const count = (db) => db.prepare('select count(*) from t').pluck().get();

test('a database opened from a Buffer is read, written and grows, and the Buffer does not change', (t) => {
  const image = imageOf(t);
  const before = Buffer.from(image);
  const db = scratch(t).open(image);
  assert.deepEqual(db.prepare('select a from t limit 2').pluck().all(), [1, 'two']);
  const insert = db.prepare('insert into t values (randomblob(10000))');
  for (let i = 0; i < 100; i += 1) insert.run();
  assert.equal(count(db), 302);
  assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
  assert.ok(image.equals(before));
});

test('later changes of the Buffer do not change the database', (t) => {
  const image = imageOf(t);
  const db = scratch(t).open(image);
  image.fill(0);
  assert.equal(count(db), 202);
});

test('part of a larger Buffer can be opened', (t) => {
  const image = imageOf(t);
  const larger = Buffer.concat([Buffer.alloc(100, 1), image, Buffer.alloc(100, 2)]);
  assert.equal(count(scratch(t).open(larger.subarray(100, 100 + image.length))), 202);
});

test('an empty Buffer is an empty database', (t) => {
  const db = scratch(t).open(Buffer.alloc(0));
  db.exec('create table t (a); insert into t values (1)');
  assert.equal(count(db), 1);
});

test('a Buffer opened with readonly cannot be written', (t) => {
  const db = scratch(t).open(imageOf(t), { readonly: true });
  assert.equal(db.readonly, true);
  assert.equal(db.memory, true);
  assert.equal(count(db), 202);
  for (const sql of ['insert into t values (1)', 'create table u (a)', 'drop table t']) {
    assert.throws(() => db.exec(sql), sqliteError('SQLITE_READONLY', 'attempt to write a readonly database'));
  }
});

test('fileMustExist has no effect on a Buffer', (t) => {
  assert.equal(count(scratch(t).open(imageOf(t), { fileMustExist: true })), 202);
});

test('two databases of one Buffer are independent', (t) => {
  const image = imageOf(t);
  const { open } = scratch(t);
  const [one, two] = [open(image), open(image)];
  one.exec('delete from t');
  assert.deepEqual([count(one), count(two)], [0, 202]);
});

test('a Buffer of garbage is not a database', (t) => {
  const db = scratch(t).open(Buffer.from('this is no database, '.repeat(100)));
  for (const use of [
    () => db.prepare('select * from t'), () => db.exec('create table t (a)'), () => db.pragma('user_version'),
  ]) {
    assert.throws(use, sqliteError('SQLITE_NOTADB', 'file is not a database'));
  }
});

test('a truncated Buffer is a corrupt database', (t) => {
  const image = imageOf(t);
  const db = scratch(t).open(image.subarray(0, image.length - 4096));
  assert.throws(() => count(db), sqliteError('SQLITE_CORRUPT', 'database disk image is malformed'));
});

test('a Buffer of a WAL database cannot be read', (t) => {
  const image = imageOf(t, (db) => db.pragma('journal_mode = wal'));
  assert.deepEqual([image[18], image[19]], [2, 2]);
  const db = scratch(t).open(image);
  assert.throws(() => count(db), sqliteError('SQLITE_CANTOPEN', 'unable to open database file'));
});

test('a Buffer may hold a UTF-16 database', (t) => {
  const image = imageOf(t, (db) => db.pragma("encoding = 'UTF-16le'"));
  const db = scratch(t).open(image);
  assert.equal(db.pragma('encoding', { simple: true }), 'UTF-16le');
  assert.equal(db.prepare("select a from t where a = 'two'").pluck().get(), 'two');
});

for (const value of [new Uint8Array(8), new ArrayBuffer(8), new DataView(new ArrayBuffer(8)), [1, 2]]) {
  test(`${value.constructor.name} is rejected: it is not a Buffer`, () => {
    assert.throws(() => new Database(value), typeError('Expected first argument to be a string'));
  });
}

test('a Buffer of 20 MB can be opened', (t) => {
  const { open, read } = scratch(t);
  const source = open();
  source.exec('create table t (a)');
  const insert = source.prepare('insert into t values (zeroblob(1000000))');
  for (let i = 0; i < 20; i += 1) insert.run();
  source.close();
  const db = open(read('test.db'));
  assert.equal(db.prepare('select sum(length(a)) from t').pluck().get(), 20_000_000);
});
