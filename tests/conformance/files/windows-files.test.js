'use strict';

// Paths and files by Windows' rules. Each expectation is what native better-sqlite3 does there.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { answerOfChild } = require('../../support/child');
const { Database } = require('../../support/engine');
const { outcome } = require('../../support/outcome');
const { scratch } = require('../../support/scratch');
const { onWindows } = require('../../support/system');

const cannotOpen = ['SqliteError', 'SQLITE_CANTOPEN', 'unable to open database file'];
const noFolder = ['TypeError', null, 'Cannot open database because the directory does not exist'];
const busy = ['SqliteError', 'SQLITE_BUSY', 'database is locked'];

const create = 'create table if not exists t (a); insert into t values (1)';
const list = (folder) => fs.readdirSync(folder).sort();
const count = (db) => db.prepare('select count(*) from t').pluck().get();

/** Opens databases in a folder and returns, for each name, the path that SQLite has for the main file. */
function pathsIn({ Database: Engine }, folder, names) {
  process.chdir(folder);
  return names.map((name) => {
    const db = new Engine(name);
    db.exec('create table if not exists t (a)');
    const { file } = db.pragma('database_list')[0];
    db.close();
    return [db.name === name, file];
  });
}

test('a path has one full form, however it is spelt', onWindows, (t) => {
  const { file, folder } = scratch(t);
  fs.mkdirSync(file('sub'));
  const drive = folder.slice(0, 2);
  const rest = folder.slice(2);
  const full = file('a.db');
  const names = [
    'a.db', '.\\a.db', './a.db', 'sub\\..\\a.db', 'sub/../a.db', '.\\\\a.db', full, full.replaceAll('\\', '/'),
    `${drive}a.db`, `${drive}sub\\..\\a.db`, `${drive}\\..${rest}\\a.db`, `${drive}\\${rest}\\sub\\.\\..\\\\a.db`,
    'a.db.', 'a.db. .', `${rest}\\a.db`,
  ];
  const answers = answerOfChild(pathsIn, { args: [folder, names] });
  assert.deepEqual(answers, names.map(() => [true, full]));
  assert.deepEqual(list(folder), ['a.db', 'sub']);
});

test('a path of a device namespace keeps its prefix', onWindows, (t) => {
  const { file, folder } = scratch(t);
  const names = [`\\\\?\\${file('a.db')}`, `\\\\.\\${file('a.db')}`, `//?/${folder}/a.db`];
  const answers = answerOfChild(pathsIn, { args: [folder, names] });
  assert.deepEqual(answers.map(([, name]) => name), [names[0], names[1], names[0]]);
  assert.deepEqual(list(folder), ['a.db']);
});

test('every way of naming a file resolves paths alike', onWindows, async (t) => {
  const { exists, file, folder, open } = scratch(t);
  fs.mkdirSync(file('sub'));
  const db = open();
  db.exec(create);
  const slashes = folder.replaceAll('\\', '/');
  db.prepare('attach ? as b').run(`${slashes}/sub/../b.db`);
  db.exec('create table b.u (a)');
  assert.equal(db.pragma('database_list')[1].file, file('b.db'));
  db.prepare('vacuum into ?').run(`${slashes}/c.db.`);
  await db.backup(`${slashes}/sub/../d.db`);
  assert.deepEqual(['b.db', 'c.db', 'd.db'].map(exists), [true, true, true]);
  for (const name of ['c.db', 'd.db']) assert.equal(count(open(name)), 1);
});

test('a file: URI names a file with its drive', onWindows, (t) => {
  const { file, folder } = scratch(t);
  const answer = answerOfChild(({ Database: Engine }, where) => {
    const slashes = where.replaceAll('\\', '/');
    return [`file:///${slashes}/a.db`, `file:${slashes}/a%2edb`, `file:///${slashes}/a.db?mode=rwc`].map((uri) => {
      const db = new Engine(uri);
      db.exec('create table if not exists t (a)');
      const name = db.pragma('database_list')[0].file;
      db.close();
      return name;
    });
  }, { args: [folder], env: { SQLITE_USE_URI: '1' } });
  assert.deepEqual(answer, Array.from({ length: 3 }, () => file('a.db')));
  assert.deepEqual(list(folder), ['a.db']);
});

test('one file by several spellings is locked as one', onWindows, (t) => {
  const { file, open } = scratch(t);
  const db = open('Name With Blanks.db', { timeout: 0 });
  db.exec(create);
  db.exec('begin immediate');
  const full = file('Name With Blanks.db');
  for (const name of [full.toUpperCase(), full.replaceAll('\\', '/'), `\\\\?\\${full}`, `${full}.`]) {
    const other = new Database(name, { timeout: 0 });
    assert.equal(count(other), 1);
    assert.deepEqual(outcome(() => other.exec('begin immediate')), busy, name);
    other.close();
  }
  db.exec('commit');
});

/** Node 18, on which native better-sqlite3 13 does not run, cannot say what kind of file NUL is. */
const refusal = process.versions.node.startsWith('18.')
  ? /^SQLITE_(IOERR|IOERR_LOCK|CANTOPEN|BUSY)$/
  : /^SQLITE_(IOERR_LOCK|CANTOPEN|BUSY)$/;

for (const name of ['NUL', 'nul.db', 'sub\\NUL', 'CON', 'CONIN$', 'NUL .x']) {
  test(`the reserved name ${name} is no database, and creates no file`, onWindows, (t) => {
    const { file, folder } = scratch(t);
    fs.mkdirSync(file('sub'));
    const refused = outcome(() => new Database(file(name), { timeout: 0 }).exec('create table t (a)'));
    assert.equal(refused[0], 'SqliteError');
    assert.match(refused[1], refusal);
    assert.deepEqual([list(folder), list(file('sub'))], [['sub'], []]);
  });
}

for (const [what, name, expected] of [
  ['a drive that is not there', 'Q:\\a.db', noFolder],
  ['the current folder of a drive that is not there', 'Q:a.db', noFolder],
  ['a share that is not there', '\\\\absent.invalid\\share\\a.db', noFolder],
  ['a server without a share', '\\\\absent.invalid', null],
]) {
  test(`${what} cannot be opened`, onWindows, () => {
    const refused = outcome(() => new Database(name, { timeout: 0 }));
    if (expected !== null) assert.deepEqual(refused, expected);
    const db = new Database(':memory:');
    assert.match(outcome(() => db.prepare('attach ? as x').run(name))[1], /^SQLITE_CANTOPEN/);
  });
}

test('a path that ends in a separator names no file', onWindows, (t) => {
  const { file, folder } = scratch(t);
  assert.deepEqual(outcome(() => new Database(`${file('new.db')}\\`)), cannotOpen);
  assert.deepEqual(list(folder), []);
});

test('a name of blanks has no full path', onWindows, () => {
  const refused = outcome(() => new Database(':memory:').prepare('attach ? as x').run('  '));
  assert.deepEqual(refused.slice(0, 2), ['SqliteError', 'SQLITE_CANTOPEN_FULLPATH']);
});

/** @param {string} name */
function canWrite(name) {
  try {
    fs.closeSync(fs.openSync(name, 'r+'));
    return true;
  } catch {
    return false;
  }
}

test('a file with the read-only attribute is read, not written', onWindows, (t) => {
  const { file, open, read } = scratch(t);
  open().exec(create).close();
  fs.chmodSync(file('test.db'), 0o444);
  if (canWrite(file('test.db'))) {
    t.skip('Wine lets root write a file with the attribute');
    return;
  }
  const before = read('test.db');
  const db = open();
  assert.equal(count(db), 1);
  assert.deepEqual(
    outcome(() => db.exec('insert into t values (2)')),
    ['SqliteError', 'SQLITE_READONLY', 'attempt to write a readonly database'],
  );
  db.close();
  assert.deepEqual(read('test.db'), before);
  fs.chmodSync(file('test.db'), 0o666);
  assert.equal(open().prepare('insert into t values (2)').run().changes, 1);
});

/** The flag with which libuv lets nobody else open a file. */
const UNSHARED = 0x10000000;

test('a database that another program has open without sharing cannot be opened, and loses nothing', onWindows, (t) => {
  const { file, open, read } = scratch(t);
  open().exec(create).close();
  const before = read('test.db');
  const handle = fs.openSync(file('test.db'), UNSHARED);
  const refused = outcome(() => open());
  fs.closeSync(handle);
  assert.deepEqual(refused, cannotOpen);
  assert.deepEqual(read('test.db'), before);
  assert.equal(count(open()), 1);
});

test('a database that another program has open without sharing for a moment is opened for reading', onWindows, (t) => {
  const { file, open } = scratch(t);
  open().exec(create).close();
  const answer = answerOfChild(({ Database: Engine, outcome: result }, name, flag) => {
    const { Worker } = require('node:worker_threads');
    const isOpen = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(`
      const { closeSync, openSync } = require('node:fs');
      const { isOpen, name, flag } = require('node:worker_threads').workerData;
      const handle = openSync(name, flag);
      Atomics.store(isOpen, 0, 1);
      Atomics.notify(isOpen, 0);
      Atomics.wait(isOpen, 0, 1, 200);
      closeSync(handle);
    `, { eval: true, workerData: { isOpen, name, flag } });
    worker.unref();
    Atomics.wait(isOpen, 0, 0, 20_000);
    const db = new Engine(name);
    const rows = db.prepare('select count(*) from t').pluck().get();
    return [rows, result(() => db.exec('insert into t values (2)'))[1]];
  }, { args: [file('test.db'), UNSHARED] });
  assert.deepEqual(answer, [1, 'SQLITE_READONLY']);
});

/** Returns the names of the files in a folder while a temporary database spills to disk, and after it. */
function spill({ Database: Engine }, folder) {
  const { readdirSync } = require('node:fs');
  const db = new Engine('');
  db.exec(`pragma cache_size = 5; create table t (a);
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 500)
    insert into t select randomblob(2000) from n`);
  const during = readdirSync(folder);
  db.close();
  return [during, readdirSync(folder)];
}

for (const [variables, what] of [
  [['TMP', 'TEMP', 'USERPROFILE'], 'TMP'],
  [['TEMP', 'USERPROFILE'], 'TEMP where TMP is not set'],
  [['USERPROFILE'], 'USERPROFILE where neither is set'],
]) {
  test(`temporary files are created in the folder of ${what}, and removed`, onWindows, (t) => {
    const { file, folder } = scratch(t);
    const env = { SQLITE_TMPDIR: file('unused'), TMPDIR: file('unused'), TMP: '', TEMP: '', USERPROFILE: '' };
    fs.mkdirSync(file('unused'));
    for (const variable of variables) env[variable] = path.join(folder, variable);
    for (const variable of variables) fs.mkdirSync(path.join(folder, variable));
    const [during, after] = answerOfChild(spill, { args: [env[variables[0]]], env });
    assert.equal(during.length, 1);
    assert.match(during[0], /^etilqs_/);
    assert.deepEqual(after, []);
  });
}

test('without a folder for temporary files, only what needs one fails', onWindows, (t) => {
  const { file } = scratch(t);
  const env = { TMP: file('absent') };
  const answers = answerOfChild(({ Database: Engine, outcome: result }) => {
    const db = new Engine('');
    const spilled = result(() => db.exec(`pragma cache_size = 5; create table t (a);
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 500)
      insert into t select randomblob(2000) from n`));
    return [spilled[1], new Engine(':memory:').prepare('select 1').pluck().get()];
  }, { env });
  assert.deepEqual(answers, ['SQLITE_CANTOPEN', 1]);
});
