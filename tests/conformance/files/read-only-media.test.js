'use strict';

// Databases on a read-only file system.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const { test } = require('node:test');
const { answerOfChild } = require('../../support/child');
const { Database } = require('../../support/engine');
const { sqliteError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const mount = (...options) => spawnSync('mount', options, { encoding: 'utf8' });

/**
 * Creates databases on a new file system, mounts it read-only, and calls `use` with a function that returns the path
 * of a name there.
 * @param {import('node:test').TestContext} t
 * @param {(on: (name: string) => string) => void} use
 */
function withReadOnlyMedium(t, use) {
  const { file } = scratch(t);
  const folder = file('medium');
  fs.mkdirSync(folder);
  const { status, stderr } = mount('-t', 'tmpfs', 'tmpfs', folder);
  if (status !== 0) {
    t.skip(`mount failed: ${String(stderr).trim()}`);
    return;
  }
  try {
    for (const mode of ['delete', 'wal']) {
      const db = new Database(`${folder}/${mode}.db`);
      db.exec(`pragma journal_mode = ${mode}; create table t (a); insert into t values (1), (2)`);
      db.close();
    }
    assert.equal(mount('-o', 'remount,ro', folder).status, 0);
    use((name) => `${folder}/${name}`);
  } finally {
    spawnSync('umount', [folder]);
  }
}

test('a database with a rollback journal can be read but not written', (t) => withReadOnlyMedium(t, (on) => {
  for (const options of [{}, { readonly: true }, { fileMustExist: true }]) {
    const db = new Database(on('delete.db'), options);
    assert.deepEqual(db.prepare('select a from t').pluck().all(), [1, 2]);
    assert.throws(
      () => db.exec('insert into t values (3)'),
      sqliteError('SQLITE_READONLY', 'attempt to write a readonly database'),
    );
    db.close();
  }
}));

test('a WAL database can be read only as immutable', (t) => withReadOnlyMedium(t, (on) => {
  const db = new Database(on('wal.db'));
  assert.throws(
    () => db.prepare('select a from t').all(),
    sqliteError('SQLITE_CANTOPEN', 'unable to open database file'),
  );
  db.close();
  const rows = answerOfChild(({ Database }, path) => {
    const immutable = new Database(`file:${path}?immutable=1`, { readonly: true });
    return immutable.prepare('select a from t').pluck().all();
  }, { args: [on('wal.db')], env: { SQLITE_USE_URI: '1' } });
  assert.deepEqual(rows, [1, 2]);
}));

test('creating a database throws SQLITE_CANTOPEN', (t) => withReadOnlyMedium(t, (on) => {
  assert.throws(() => new Database(on('new.db')), sqliteError('SQLITE_CANTOPEN', 'unable to open database file'));
}));
