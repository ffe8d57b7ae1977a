'use strict';

// SQLite's temporary files: only their process can open them, and they are removed when they are closed.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { test } = require('node:test');
const { answerOfChild } = require('../../support/child');
const { scratch } = require('../../support/scratch');

const skip = process.platform !== 'linux' && 'needs /proc/self/fd';

/** Returns the files open in a folder, and the names in it, while a temporary database spills to disk. */
function spill({ Database }, folder) {
  const { fstatSync, readdirSync, readlinkSync } = require('node:fs');
  const db = new Database('');
  db.exec(`pragma cache_size = 5; create table t (a);
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 500)
    insert into t select randomblob(2000) from n`);
  const open = [];
  for (const fd of readdirSync('/proc/self/fd')) {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`);
      if (!path.startsWith(folder)) continue;
      const { mode, nlink, size } = fstatSync(Number(fd));
      open.push({ path, mode: mode & 0o777, nlink, size });
    } catch {
      // The descriptor that the list was read from.
    }
  }
  const left = readdirSync(folder);
  db.close();
  return { open, left };
}

test('a temporary file has an unpredictable name, mode 0600 and no link', { skip }, (t) => {
  const { folder } = scratch(t);
  const names = [];
  for (let i = 0; i < 3; i += 1) {
    const { open, left } = answerOfChild(spill, { args: [folder], env: { SQLITE_TMPDIR: folder } });
    assert.equal(open.length, 1);
    const [{ path, mode, nlink, size }] = open;
    // A file that never had a name is shown by its inode number.
    assert.match(path.slice(folder.length), /^\/(etilqs_[0-9a-f]{16}|#\d+) \(deleted\)$/);
    assert.deepEqual([mode, nlink, left], [0o600, 0, []]);
    assert.ok(size > 500_000);
    if (!path.includes('#')) names.push(path);
  }
  assert.equal(new Set(names).size, names.length);
});

test('a temporary table and a sort leave no files', { skip }, (t) => {
  const { folder } = scratch(t);
  const sorted = answerOfChild(({ Database }) => {
    const db = new Database(':memory:');
    db.exec('pragma temp_store = file; pragma cache_size = 5; create temp table t (a); create index temp.i on t (a)');
    const insert = db.prepare('insert into t values (randomblob(1000))');
    db.transaction(() => { for (let i = 0; i < 3000; i += 1) insert.run(); })();
    return db.prepare('select count(distinct hex(a)) from t order by 1').pluck().get();
  }, { env: { SQLITE_TMPDIR: folder } });
  assert.equal(sorted, 3000);
  assert.deepEqual(fs.readdirSync(folder), []);
});

test('a journal is created next to its database and removed at commit', { skip }, (t) => {
  const { file, folder, open } = scratch(t);
  fs.mkdirSync(file('sub'));
  const db = open('sub/test.db');
  db.exec('create table t (a); begin; insert into t values (1)');
  db.pragma('cache_size = 1');
  db.exec('insert into t values (zeroblob(100000))');
  assert.deepEqual(fs.readdirSync(folder), ['sub']);
  const list = () => fs.readdirSync(file('sub')).filter((name) => name !== 'test.db-lock').sort();
  assert.deepEqual(list(), ['test.db', 'test.db-journal']);
  db.exec('commit');
  assert.deepEqual(list(), ['test.db']);
});
