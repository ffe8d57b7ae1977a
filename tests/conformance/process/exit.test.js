'use strict';

// Databases that are still open when their process ends or when they become unreachable.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { test } = require('node:test');
const { answerOfChild, inChild } = require('../../support/child');
const { collectGarbage } = require('../../support/collect-garbage');
const { Database } = require('../../support/engine');
const { CONNECTION_BUSY, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

test('a process that ends normally leaves no WAL', (t) => {
  const { folder, open } = scratch(t);
  const during = answerOfChild(({ Database }, where) => {
    for (const name of ['a.db', 'b.db']) {
      const db = new Database(`${where}/${name}`);
      db.pragma('journal_mode = wal');
      db.exec('create table t (a); insert into t values (1)');
    }
    return ['a.db-wal', 'b.db-wal'].filter((name) => require('node:fs').existsSync(`${where}/${name}`));
  }, { args: [folder] });
  assert.deepEqual(during, ['a.db-wal', 'b.db-wal']);
  assert.deepEqual(fs.readdirSync(folder).sort(), ['a.db', 'b.db']);
  assert.equal(open('a.db').prepare('select a from t').pluck().get(), 1);
});

test('a process that ends with an open iterator and an open transaction leaves no WAL', (t) => {
  const { folder, open } = scratch(t);
  answerOfChild(({ Database }, where) => {
    const db = new Database(`${where}/test.db`);
    db.pragma('journal_mode = wal');
    db.exec('create table t (a); insert into t values (1), (2); begin; insert into t values (3)');
    db.prepare('select a from t').iterate().next();
    globalThis.kept = db;
  }, { args: [folder] });
  assert.deepEqual(fs.readdirSync(folder), ['test.db']);
  assert.equal(open().prepare('select count(*) from t').pluck().get(), 2);
});

for (const [ending, end] of [
  ['process.exit()', () => process.exit(5)],
  ['an uncaught exception', () => { throw new Error('uncaught'); }],
]) {
  test(`after ${ending} the committed data is intact`, (t) => {
    const { file, open } = scratch(t);
    const { status } = inChild(`({ Database }, name) => {
      const db = new Database(name);
      db.pragma('journal_mode = wal');
      db.exec('create table t (a); insert into t values (1); begin; insert into t values (2)');
      (${end})();
    }`, { args: [file('test.db')] });
    assert.notEqual(status, 0);
    const db = open();
    assert.equal(db.prepare('select count(*) from t').pluck().get(), 1);
    assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
  });
}

test('an open database does not keep the process alive', (t) => {
  const { file } = scratch(t);
  const use = (tools, name) => { new tools.Database(name).exec('create table t (a)'); };
  assert.equal(inChild(use, { args: [file('test.db')] }).status, 0);
});

test('an unreachable iterator keeps the connection busy even after a garbage collection', async (t) => {
  const db = scratch(t).open(':memory:');
  (() => db.prepare('select 1').iterate().next())();
  await collectGarbage();
  assert.throws(() => db.close(), typeError(CONNECTION_BUSY));
});

test('the transaction of an unreachable database is rolled back, and its locks are released', async (t) => {
  const { file, open } = scratch(t);
  const sql = 'create table t (a); insert into t values (1); begin exclusive; delete from t';
  (() => new Database(file('test.db')).exec(sql))();
  await collectGarbage();
  assert.equal(open('test.db', { timeout: 0 }).prepare('select a from t').pluck().get(), 1);
});

test('databases with many unreachable statements can be closed and collected', async (t) => {
  const { open } = scratch(t);
  for (let i = 0; i < 20; i += 1) {
    const db = open('test.db');
    db.exec('create table if not exists t (a)');
    const statements = Array.from({ length: 50 }, (_, n) => db.prepare(`select ${n}`).pluck());
    assert.equal(statements[49].get(), 49);
    db.close();
  }
  await collectGarbage();
  assert.equal(open().prepare('select count(*) from t').pluck().get(), 0);
});
