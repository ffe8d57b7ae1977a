'use strict';

// Windows without byte-range locks, as with --no-addons: an instance keeps a database open in a way that lets nobody
// else open it. And with them, files that native SQLite maps.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { answerOfChild } = require('../support/child');
const { PACKAGES } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');
const { onWindows } = require('../support/system');

/**
 * Runs a function with both packages, with this package's lock tier, in a process of its own.
 * @param {object} t the test's context
 * @param {'exclusive' | 'shim'} tier
 * @param {(tools: { Ours: Function, Native: Function, outcome: Function }, path: string) => unknown} body
 */
function withBoth(t, tier, body) {
  const run = `({ outcome }, ours, native, path) =>
    (${body})({ Ours: require(ours), Native: require(native), outcome }, path)`;
  const args = [PACKAGES.ours, PACKAGES.native, scratchFolder(t).file('test.db')];
  return answerOfChild(run, { args, env: { ANYSQLITE_LOCKS: tier, SQLITE_ENGINE: 'v8' } });
}

test('a database that native SQLite has open is refused with the reason, then opened', onWindows, (t) => {
  const [code, message, rows] = withBoth(t, 'exclusive', ({ Ours, Native, outcome }, path) => {
    const native = new Native(path).exec('create table t (a); insert into t values (1)');
    const [, refusal, text] = outcome(() => new Ours(path));
    native.close();
    const ours = new Ours(path);
    return [refusal, text, ours.prepare('select count(*) from t').pluck().get()];
  });
  assert.equal(code, 'SQLITE_BUSY');
  assert.match(message, /^database is locked: another program has the file open, .* close the file there/);
  assert.equal(rows, 1);
});

for (const mode of ['delete', 'wal']) {
  test(`connections of one instance share a file that native SQLite cannot open, in ${mode} mode`, onWindows, (t) => {
    const answer = withBoth(t, 'exclusive', `({ Ours, Native, outcome }, path) => {
      const first = new Ours(path).exec('pragma journal_mode = ${mode}; create table t (a)');
      const second = new Ours(path, { timeout: 0 });
      const reader = new Ours(path.toUpperCase(), { readonly: true });
      first.exec('insert into t values (1)');
      second.exec('insert into t values (2)');
      first.exec('begin immediate');
      const codes = [second, reader].map((db) => outcome(() => db.exec('insert into t values (3)'))[1]);
      first.exec('rollback').close();
      second.close();
      const rows = reader.prepare('select count(*) from t').pluck().get();
      const refused = outcome(() => new Native(path))[1];
      reader.close();
      const native = new Native(path);
      return [...codes, rows, refused, native.prepare('select count(*) from t').pluck().get()];
    }`);
    assert.deepEqual(answer, ['SQLITE_BUSY', 'SQLITE_READONLY', 2, 'SQLITE_CANTOPEN', 2]);
  });
}

test('a database that native SQLite maps is vacuumed, and keeps its size for now', onWindows, (t) => {
  const answer = withBoth(t, 'shim', ({ Ours, Native }, path) => {
    const { statSync } = require('node:fs');
    const native = new Native(path);
    native.exec(`pragma mmap_size = 100000000; create table t (a);
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 500)
      insert into t select randomblob(3000) from n`);
    native.prepare('select count(*) from t').get();
    const before = statSync(path).size;
    const ours = new Ours(path).exec('delete from t where rowid > 10; vacuum');
    const seen = [native, ours].map((db) => [
      db.pragma('integrity_check', { simple: true }), db.prepare('select count(*) from t').pluck().get(),
    ]);
    return [statSync(path).size === before, ours.pragma('page_count', { simple: true }) < 20, seen];
  });
  assert.deepEqual(answer, [true, true, [['ok', 10], ['ok', 10]]]);
});
