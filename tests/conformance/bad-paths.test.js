'use strict';

// Paths that cannot be opened, or not be written, and limits of the system.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { Database } = require('./support/engine');
const { answerOfChild } = require('./support/child');
const { outcome } = require('./support/outcome');
const { scratch } = require('./support/scratch');

const cannotOpen = ['SqliteError', 'SQLITE_CANTOPEN', 'unable to open database file'];
const noFolder = ['TypeError', null, 'Cannot open database because the directory does not exist'];
const readonlyError = ['SqliteError', 'SQLITE_READONLY', 'attempt to write a readonly database'];
const readonlyFolder = ['SqliteError', 'SQLITE_READONLY_DIRECTORY', 'attempt to write a readonly database'];

for (const [what, make, expected, options] of [
  ['a folder', (file) => file(), cannotOpen],
  ['a folder with a slash', (file) => `${file()}/`, cannotOpen],
  ['a file used as a folder', (file) => file('plain', 'a.db'), cannotOpen],
  ['a missing folder', (file) => file('missing', 'a.db'), noFolder],
  ['a name of 256 bytes', (file) => file('x'.repeat(256)), cannotOpen],
  ['a name of 100 characters in 300 bytes', (file) => file('漢'.repeat(100)), cannotOpen],
  ['a loop of symlinks', (file) => file('loop'), cannotOpen],
  ['a file in a loop of symlinks', (file) => file('loop', 'a.db'), noFolder],
  ['a symlink to itself', (file) => file('self'), cannotOpen],
  ['a symlink into a missing folder', (file) => file('dangling'), cannotOpen],
  ['a missing file, readonly', (file) => file('absent.db'), cannotOpen, { readonly: true }],
  ['a missing file that must exist', (file) => file('absent.db'), cannotOpen, { fileMustExist: true }],
  ['a dangling symlink, readonly', (file) => file('dangling'), cannotOpen, { readonly: true }],
]) {
  test(`${what} cannot be opened, and nothing is made`, (t) => {
    const { file, folder, write } = scratch(t);
    write('plain', 'hello');
    fs.symlinkSync('back', file('loop'));
    fs.symlinkSync('loop', file('back'));
    fs.symlinkSync('self', file('self'));
    fs.symlinkSync('missing/a.db', file('dangling'));
    const before = fs.readdirSync(folder);
    assert.deepEqual(outcome(() => new Database(make(file), options)), expected);
    assert.deepEqual(fs.readdirSync(folder), before);
    assert.equal(fs.readFileSync(file('plain'), 'utf8'), 'hello');
  });
}

test('names up to 247 bytes work; longer ones leave no room for the journal', (t) => {
  const { exists, open } = scratch(t);
  const create = (length) => outcome(() => open('x'.repeat(length)).exec('create table t (a)').open);
  assert.equal(create(247), true);
  assert.deepEqual(create(248), cannotOpen);
  assert.deepEqual(create(255), cannotOpen);
  assert.equal(exists('x'.repeat(255)), true);
});

test('paths up to 504 bytes work', (t) => {
  const { folder } = scratch(t);
  let deep = folder;
  while (deep.length < 380) deep = path.join(deep, 'd'.repeat(100));
  fs.mkdirSync(deep, { recursive: true });
  const create = (length) => outcome(() => {
    const db = new Database(path.join(deep, 'f'.repeat(length - deep.length - 1)));
    db.exec('create table t (a)');
    db.pragma('journal_mode = wal');
    return db.close().open;
  });
  assert.equal(create(504), false);
  assert.deepEqual(create(505), cannotOpen);
  assert.deepEqual(create(520), cannotOpen);
});

/**
 * Runs `body` as a user without rights over the folder; root would be allowed everything.
 * `body` gets the tools of a child and the folder.
 */
function withoutRights(t, prepare, body) {
  const place = scratch(t);
  prepare(place);
  const isRoot = process.getuid() === 0;
  fs.chmodSync(place.folder, fs.statSync(place.folder).mode | 0o755);
  if (isRoot) {
    const give = (name) => {
      fs.lchownSync(name, 65534, 65534);
      if (fs.lstatSync(name).isDirectory()) fs.readdirSync(name).forEach((entry) => give(path.join(name, entry)));
    };
    give(place.folder);
  }
  t.after(() => restore(place.folder));
  const source = `(tools, folder) => {
    if (${isRoot}) { process.setgroups([]); process.setgid(65534); process.setuid(65534); }
    const open = (name, options) => new tools.Database(require('node:path').join(folder, name), options);
    return (${body})({ ...tools, open }, folder);
  }`;
  return answerOfChild(source, { args: [place.folder] });
}

/** Lets the folder be removed by a user who is not root. */
function restore(folder) {
  if (!fs.existsSync(folder)) return;
  fs.chmodSync(folder, 0o755);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) restore(path.join(folder, entry.name));
  }
}

const makeDatabase = (place, name = 'test.db', mode = 'delete') => {
  const db = place.open(name);
  db.pragma(`journal_mode = ${mode}`);
  db.exec('create table t (a); insert into t values (1)').close();
};

const tryAll = ({ open, outcome: result }) => ['new.db', 'test.db'].flatMap((name) => [
  result(() => open(name).exec('create table u (a)').open),
  result(() => open(name, { readonly: true }).prepare('select count(*) from t').pluck().get()),
  result(() => open(name, { fileMustExist: true }).prepare('select count(*) from t').pluck().get()),
]);

for (const [what, prepare, expected] of [
  ['a file one may not read', (place) => {
    makeDatabase(place);
    fs.chmodSync(place.file('test.db'), 0o000);
    fs.chmodSync(place.folder, 0o555);
  }, [cannotOpen, cannotOpen, cannotOpen, cannotOpen, cannotOpen, cannotOpen]],
  ['a file one may only read', (place) => {
    makeDatabase(place);
    fs.chmodSync(place.file('test.db'), 0o444);
    fs.chmodSync(place.folder, 0o555);
  }, [cannotOpen, cannotOpen, cannotOpen, readonlyError, 1, 1]],
  ['a file one may only write', (place) => {
    makeDatabase(place);
    fs.chmodSync(place.file('test.db'), 0o222);
    fs.chmodSync(place.folder, 0o555);
  }, [cannotOpen, cannotOpen, cannotOpen, cannotOpen, cannotOpen, cannotOpen]],
  ['a folder one may not write', (place) => {
    makeDatabase(place);
    fs.chmodSync(place.folder, 0o555);
  }, [cannotOpen, cannotOpen, cannotOpen, readonlyFolder, 1, 1]],
  ['a folder one may not enter', (place) => {
    makeDatabase(place);
    fs.chmodSync(place.folder, 0o000);
  }, [cannotOpen, cannotOpen, cannotOpen, cannotOpen, cannotOpen, cannotOpen]],
]) {
  test(`${what}: its content stays`, (t) => {
    let before;
    let file;
    const answers = withoutRights(t, (place) => {
      prepare(place);
      file = place.file('test.db');
      const { mode } = fs.statSync(place.folder);
      fs.chmodSync(place.folder, 0o755);
      before = process.getuid() === 0 ? fs.readFileSync(file) : undefined;
      fs.chmodSync(place.folder, mode);
      // Entering is what the test takes away, so it must survive the opening up of the folder.
      place.wanted = mode & 0o777;
    }, tryAll);
    assert.deepEqual(answers, expected);
    if (before) assert.ok(fs.readFileSync(file).equals(before));
  });
}
