'use strict';

// Files that are not databases, and damaged databases: each access throws the error of better-sqlite3, and no failed
// access changes a byte of the file.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { outcome } = require('../../support/outcome');
const { scratch } = require('../../support/scratch');
const { unlessWindows } = require('../../support/system');

const PAGE = 4096;
const ROOT_OF_TABLE = PAGE;
const ROOT_OF_INDEX = 2 * PAGE;
const LEAF_OF_TABLE = 9 * PAGE;

const notADatabase = ['SqliteError', 'SQLITE_NOTADB', 'file is not a database'];
const corrupt = ['SqliteError', 'SQLITE_CORRUPT', 'database disk image is malformed'];
const malformed = (text) => ['SqliteError', 'SQLITE_CORRUPT', `malformed database schema ${text}`];

let image;

/** Returns a copy of the bytes of a database with a table of 2000 rows and an index, which is made once. */
function healthyImage(t) {
  if (image === undefined) {
    const { open, read } = scratch(t);
    const db = open().exec('create table t (a integer primary key, b); create index i on t (b)');
    const insert = db.prepare('insert into t (b) values (?)');
    db.transaction(() => { for (let i = 0; i < 2000; i += 1) insert.run(`row ${i}${'x'.repeat(50)}`); })();
    db.close();
    image = read('test.db');
  }
  return Buffer.from(image);
}

const rows = 2000;
const foundId = 1501;

/** Returns the bytes of a database damaged by `change`, which alters its argument or returns other bytes. */
const damaged = (t, change) => {
  const copy = healthyImage(t);
  const changed = change(copy);
  return Buffer.isBuffer(changed) ? changed : copy;
};

// The damage, the change that makes it, and the outcomes of a full scan, a search by the index, and an insert.
const cases = [
  ['short text', () => Buffer.from('hello'), notADatabase, notADatabase, notADatabase],
  ['long text', () => Buffer.from('hello, world\n'.repeat(1000)), notADatabase, notADatabase, notADatabase],
  ['zeros', (b) => { b.fill(0); }, notADatabase, notADatabase, notADatabase],
  ['one page of zeros', () => Buffer.alloc(PAGE), notADatabase, notADatabase, notADatabase],
  ['random bytes', (b) => { for (let i = 0; i < b.length; i += 1) b[i] = (i * 7919) >> 3; },
    notADatabase, notADatabase, notADatabase],
  ['a wrong magic', (b) => { b.fill(0x41, 0, 5); }, notADatabase, notADatabase, notADatabase],
  ['an impossible page size', (b) => { b.writeUInt16BE(1000, 16); }, notADatabase, notADatabase, notADatabase],
  ['a future read version', (b) => { b[19] = 9; }, notADatabase, notADatabase, notADatabase],
  ['a future write version', (b) => { b[18] = 9; },
    rows, foundId, ['SqliteError', 'SQLITE_READONLY', 'attempt to write a readonly database']],
  ['a wrong payload fraction', (b) => { b[21] = 1; }, notADatabase, notADatabase, notADatabase],
  ['an unknown encoding', (b) => { b.writeUInt32BE(7, 56); }, malformed('()'), malformed('()'), malformed('()')],
  ['an unknown schema format', (b) => { b.writeUInt32BE(9, 44); },
    ...Array(3).fill(['SqliteError', 'SQLITE_ERROR', 'unsupported file format'])],
  ['a broken first page', (b) => { b[100] = 0; }, corrupt, corrupt, corrupt],
  ['broken SQL of the table', (b) => { b.write('CRUDE', b.indexOf('CREATE TABLE t')); },
    ...Array(3).fill(malformed('(t) - near "CRUDEE": syntax error'))],
  ['broken SQL of the index', (b) => { b.write('CRUDE', b.indexOf('CREATE INDEX i')); },
    ...Array(3).fill(malformed('(i) - near "CRUDEE": syntax error'))],
  ['a table root of a wrong kind', (b) => { b[ROOT_OF_TABLE] = 0x77; }, corrupt, foundId, corrupt],
  ['a table root overwritten', (b) => { b.fill(0xcd, ROOT_OF_TABLE, ROOT_OF_TABLE + PAGE); },
    corrupt, foundId, corrupt],
  ['an index root overwritten', (b) => { b.fill(0xff, ROOT_OF_INDEX, ROOT_OF_INDEX + PAGE); }, rows, corrupt, corrupt],
  ['garbage in the middle of a leaf', (b) => { b.fill(0xee, LEAF_OF_TABLE + 8, LEAF_OF_TABLE + 60); },
    corrupt, foundId, 1],
  ['the first 50 bytes only', (b) => b.subarray(0, 50), corrupt, corrupt, corrupt],
  ['the first 100 bytes only', (b) => b.subarray(0, 100), corrupt, corrupt, corrupt],
  ['the first 511 bytes only', (b) => b.subarray(0, 511), corrupt, corrupt, corrupt],
  ['the first 513 bytes only', (b) => b.subarray(0, 513), corrupt, corrupt, corrupt],
  ['the first page only', (b) => b.subarray(0, PAGE), corrupt, corrupt, corrupt],
  ['three pages cut off', (b) => b.subarray(0, b.length - 3 * PAGE), corrupt, corrupt, corrupt],
  ['part of a page cut off', (b) => b.subarray(0, b.length - 100), rows, foundId, 1],
  ['two surplus pages', (b) => Buffer.concat([b, Buffer.alloc(2 * PAGE, 7)]), rows, foundId, 1],
  ['a broken freelist', (b) => { b.writeUInt32BE(9_999_999, 32); b.writeUInt32BE(5, 36); }, rows, foundId, 1],
];

const scan = (db) => db.prepare('select count(*), sum(length(b)) from t').pluck().get();
const search = (db) => db.prepare('select a from t where b = ?').pluck().get(`row 1500${'x'.repeat(50)}`);
const insert = (db) => db.prepare('insert into t (b) values (1)').run().changes;

for (const [name, change, scanned, searched, inserted] of cases) {
  test(`${name}: a scan, a search and an insert in a file have the expected outcomes`, (t) => {
    const { exists, open, read, write } = scratch(t);
    const bytes = damaged(t, change);
    write('test.db', bytes);
    const db = open();
    assert.deepEqual(outcome(() => scan(db)), scanned);
    assert.deepEqual(outcome(() => search(db)), searched);
    assert.ok(read('test.db').equals(bytes), 'reading changed the file');
    assert.deepEqual(outcome(() => insert(db)), inserted);
    db.close();
    if (inserted !== 1) assert.ok(read('test.db').equals(bytes), 'a failed insert changed the file');
    assert.equal(exists('test.db-journal'), false);
  });

  test(`${name}: a readonly scan has the expected outcome, and a connection can attach another file`, (t) => {
    const { file, open, read, write } = scratch(t);
    const bytes = damaged(t, change);
    write('test.db', bytes);
    write('healthy.db', healthyImage(t));
    const db = open('test.db', { readonly: true });
    assert.deepEqual(outcome(() => scan(db)), scanned);
    assert.ok(read('test.db').equals(bytes));
    const other = open(':memory:');
    outcome(() => other.exec(`attach '${file('test.db')}' as damaged`));
    other.exec(`attach '${file('healthy.db')}' as healthy`);
    assert.equal(other.prepare('select count(*) from healthy.t').pluck().get(), rows);
  });
}

for (const [name, change, scanned] of cases) {
  test(`${name}: a scan of a Buffer has the expected outcome`, (t) => {
    const db = scratch(t).open(damaged(t, change));
    assert.deepEqual(outcome(() => scan(db)), scanned);
  });
}

test('integrity_check reports the damage', (t) => {
  const { open, write } = scratch(t);
  write('test.db', damaged(t, (b) => { b.fill(0xcd, ROOT_OF_TABLE, ROOT_OF_TABLE + PAGE); }));
  const db = open();
  const report = db.pragma('integrity_check', { simple: true });
  assert.match(report, /^\*\*\* in database main \*\*\*\nTree 2 page 2: btreeInitPage\(\)/);
});

test('an iterator throws at the damaged page and ends', (t) => {
  const { open, write } = scratch(t);
  write('test.db', damaged(t, (b) => { b.fill(0xff, LEAF_OF_TABLE, LEAF_OF_TABLE + PAGE); }));
  const db = open();
  const statement = db.prepare('select a from t');
  let seen = 0;
  const walk = () => { for (const row of statement.iterate()) seen += row.a > 0 ? 1 : 0; };
  assert.deepEqual(outcome(walk), corrupt);
  assert.ok(seen > 0 && seen < rows);
  assert.equal(statement.busy, false);
  db.close();
});

for (const [name, bytes, options] of [
  ['no bytes', Buffer.alloc(0), {}],
  ['one zero byte', Buffer.alloc(1), unlessWindows('such files of SQLite')],
]) {
  test(`a file of ${name} is an empty database`, options, (t) => {
    const { open, read, write } = scratch(t);
    write('test.db', bytes);
    const db = open();
    assert.deepEqual(outcome(() => scan(db)), ['SqliteError', 'SQLITE_ERROR', 'no such table: t']);
    assert.equal(db.prepare('select count(*) from sqlite_master').pluck().get(), 0);
    assert.ok(read('test.db').equals(bytes));
    db.exec('create table t (a); insert into t values (1)');
    db.close();
    assert.equal(open().prepare('select count(*) from t').pluck().get(), 1);
  });
}
