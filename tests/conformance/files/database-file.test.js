'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { Database } = require('../../support/engine');
const { answerOfChild } = require('../../support/child');
const { sqliteError, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');
const { onWindows, unlessWindows, windows } = require('../../support/system');

const fill = (db) => db.exec('create table if not exists t (a); insert into t values (1)');
const count = (db) => db.prepare('select count(*) from t').pluck().get();
/** Names with characters that Windows forbids. */
const NOT_ON_WINDOWS = ['a"b.db', 'a?b.db', 'a*b.db', 'a|b.db', 'a<b>.db', 'tab\there.db', 'new\nline.db'];

const noModes = unlessWindows('permission bits');
const noLinks = unlessWindows('symbolic links without a privilege');

const mainFile = (db) => db.pragma('database_list').find((row) => row.name === 'main').file;

for (const name of [
  'with space.db', 'naïve.db', '漢字データ.db', '😀🎉.db', "it's.db", 'a%20b.db', 'a#b.db', '-rf.db', '.hidden',
  'no-extension', 'a;b.db', `${'long'.repeat(50)}.db`, ...(windows ? [] : [...NOT_ON_WINDOWS, 'back\\slash.db']),
]) {
  test(`a database file may be named ${JSON.stringify(name).slice(0, 40)}`, (t) => {
    const place = scratch(t);
    const db = place.open(name);
    db.pragma('journal_mode = wal');
    fill(db);
    assert.equal(place.exists(`${name}-wal`), true);
    assert.equal(mainFile(db), place.file(name));
    assert.equal(count(place.open(name)), 1);
    place.closeAll();
    assert.deepEqual(fs.readdirSync(place.folder), [name]);
  });
}

for (const name of NOT_ON_WINDOWS) {
  test(`on Windows no file may be named ${JSON.stringify(name)}`, onWindows, (t) => {
    const { folder, open } = scratch(t);
    assert.throws(() => open(name), sqliteError('SQLITE_CANTOPEN', 'unable to open database file'));
    assert.deepEqual(fs.readdirSync(folder), []);
  });
}

test('folders may have blanks, percent signs and non-ASCII characters in their names', (t) => {
  const { file, open } = scratch(t);
  const folder = path.join('a b', 'é漢😀', 'x%2e');
  fs.mkdirSync(file(folder), { recursive: true });
  fill(open(path.join(folder, 'test.db'))).close();
  assert.equal(count(open(path.join(folder, 'test.db'))), 1);
});

test('a relative path is resolved in the current folder at the time of opening', (t) => {
  const { folder } = scratch(t);
  const result = answerOfChild(({ Database: Engine }, where) => {
    process.chdir(where);
    require('node:fs').mkdirSync('sub');
    const db = new Engine('sub/../rel.db');
    process.chdir('sub');
    db.exec('create table t (a)');
    db.prepare('insert into t values (1)').run();
    const { file } = db.pragma('database_list')[0];
    db.close();
    return { file, here: require('node:fs').readdirSync('.'), name: db.name };
  }, { args: [folder] });
  assert.deepEqual(result, { file: path.join(folder, 'rel.db'), here: [], name: 'sub/../rel.db' });
  assert.deepEqual(fs.readdirSync(folder).sort(), ['rel.db', 'sub']);
});

test('a NUL ends the path but not the name', (t) => {
  const { file, folder } = scratch(t);
  const name = `${file('cut.db')}\0ignored`;
  const db = fill(new Database(name));
  assert.equal(db.name, name);
  db.close();
  assert.deepEqual(fs.readdirSync(folder), ['cut.db']);
});

for (const name of ['file:a.db', 'file::memory:', 'file:a.db?mode=memory', ':memory:x', ':Memory:']) {
  test(`${name} is an ordinary file name`, unlessWindows('colons in file names'), (t) => {
    const { folder } = scratch(t);
    const result = answerOfChild(({ Database: Engine }, where, filename) => {
      process.chdir(where);
      const db = new Engine(filename);
      db.exec('create table t (a)');
      const { memory } = db;
      db.close();
      return { memory, files: require('node:fs').readdirSync('.') };
    }, { args: [folder, name] });
    assert.deepEqual(result, { memory: false, files: [name] });
  });
}

test('the folder of a file: name is not checked before opening', (t) => {
  const { folder } = scratch(t);
  const code = answerOfChild(({ Database: Engine }, where) => {
    process.chdir(where);
    try {
      new Engine('file:missing/a.db');
    } catch (error) {
      return [error.constructor.name, error.code, error.message];
    }
  }, { args: [folder] });
  assert.deepEqual(code, ['SqliteError', 'SQLITE_CANTOPEN', 'unable to open database file']);
});

test('the journal of a database opened by a symlink is next to the target', noLinks, (t) => {
  const place = scratch(t);
  fs.mkdirSync(place.file('real'));
  fill(place.open('real/target.db')).close();
  fs.symlinkSync(place.file('real', 'target.db'), place.file('link.db'));
  const db = place.open('link.db');
  assert.equal(mainFile(db), place.file('real', 'target.db'));
  assert.equal(db.name, place.file('link.db'));
  db.exec('begin; insert into t values (2)');
  assert.equal(place.exists('real/target.db-journal'), true);
  assert.equal(place.exists('link.db-journal'), false);
  db.exec('commit');
  assert.equal(count(place.open('real/target.db')), 2);
});

test('a database can be created by symlinks to a folder and to a missing file', noLinks, (t) => {
  const place = scratch(t);
  fs.mkdirSync(place.file('real'));
  fs.symlinkSync('real', place.file('alias'));
  fs.symlinkSync('real/made.db', place.file('dangling.db'));
  fill(place.open('alias/a.db')).close();
  fill(place.open('dangling.db')).close();
  assert.deepEqual(fs.readdirSync(place.file('real')).sort(), ['a.db', 'made.db']);
});

test('a file with several names is locked as one', (t) => {
  const place = scratch(t);
  const db = fill(place.open('test.db', { timeout: 0 }));
  if (!windows) fs.symlinkSync('test.db', place.file('soft.db'));
  fs.linkSync(place.file('test.db'), place.file('hard.db'));
  db.exec('begin immediate');
  for (const name of ['hard.db', './test.db', windows ? 'TEST.DB' : 'soft.db']) {
    const other = place.open(name, { timeout: 0 });
    assert.equal(count(other), 1);
    assert.throws(() => other.exec('begin immediate'), sqliteError('SQLITE_BUSY', 'database is locked'), name);
    other.close();
  }
  db.exec('insert into t values (2); commit');
  assert.equal(count(db), 2);
});

test('a missing folder throws in every way of opening', (t) => {
  const { file } = scratch(t);
  const refused = typeError('Cannot open database because the directory does not exist');
  assert.throws(() => new Database(file('missing', 'a.db')), refused);
  assert.throws(() => new Database(file('missing', 'a.db'), { readonly: true }), refused);
  assert.throws(() => new Database(file('missing', 'a.db'), { fileMustExist: true }), refused);
});

test('the file keeps its mode, and the WAL has the same', noModes, (t) => {
  const place = scratch(t);
  place.write('test.db', '');
  fs.chmodSync(place.file('test.db'), 0o640);
  const db = place.open();
  db.pragma('journal_mode = wal');
  fill(db);
  for (const name of ['test.db', 'test.db-wal']) {
    assert.equal(fs.statSync(place.file(name)).mode & 0o777, 0o640, name);
  }
});

for (const size of [512, 1024, 2048, 4096, 8192, 16384, 32768, 65536]) {
  test(`a database of page size ${size} is written and read again`, (t) => {
    const place = scratch(t);
    const db = place.open();
    db.pragma(`page_size = ${size}`);
    fill(db);
    const insert = db.prepare('insert into t values (?)');
    const large = Buffer.alloc(200_000, 'abc');
    db.transaction(() => { for (let i = 0; i < 200; i += 1) insert.run(`row ${i}`.repeat(20)); insert.run(large); })();
    db.close();
    assert.equal(place.read('test.db').length % size, 0);
    assert.equal(place.read('test.db').readUInt16BE(16), size === 65536 ? 1 : size);
    const again = place.open();
    assert.equal(again.pragma('page_size', { simple: true }), size);
    assert.equal(again.pragma('integrity_check', { simple: true }), 'ok');
    assert.ok(again.prepare('select a from t order by rowid desc').pluck().get().equals(large));
    again.pragma('journal_mode = wal');
    again.exec('delete from t where rowid % 2');
    assert.equal(place.open().pragma('integrity_check', { simple: true }), 'ok');
  });
}

const deletable = unlessWindows('deletion of open files, except if every program allows it');

test('a file deleted under an open connection can still be read and is not created again', deletable, (t) => {
  const place = scratch(t);
  const db = fill(place.open());
  fs.unlinkSync(place.file('test.db'));
  assert.equal(count(db), 1);
  db.close();
  assert.equal(place.exists('test.db'), false);
});
