'use strict';

// Clients that take turns by a script, as in SQLite's own multi-process test: each step's result is known. Every script
// runs with both sides in both parts, so that native SQLite proves what is expected.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { test } = require('node:test');
const { SIDES } = require('../support/packages');
const { Peer } = require('./support/peer');
const { borrowPeer } = require('./support/pool');
const { scratchFolder } = require('../support/scratch-folder');

const { code } = Peer;

/** @typedef {{ one: Peer, two: Peer, path: string, file(name: string): string, list(): string[] }} Stage */

/** @type {Record<string, (stage: Stage) => Promise<void>>} */
const SCRIPTS = {
  async 'a writer keeps writers out, then readers'({ one, two }) {
    await one.exec('begin immediate; insert into t values (2)');
    assert.deepEqual(await two.rows('select * from t'), [[1]]);
    assert.equal(await code(two.exec('begin immediate')), 'SQLITE_BUSY');
    await two.exec('begin; select * from t');
    assert.equal(await code(one.exec('commit')), 'SQLITE_BUSY', 'someone reads');
    assert.equal(await code(two.exec('insert into t values (3)')), 'SQLITE_BUSY');
    await two.exec('commit');
    await one.exec('commit');
    assert.deepEqual(await two.rows('select * from t'), [[1], [2]]);
  },

  async 'a reader that wants to write gives way'({ one, two }) {
    await one.exec('begin; select * from t');
    await two.exec('begin; select * from t; insert into t values (2)');
    assert.equal(await code(one.exec('insert into t values (3)')), 'SQLITE_BUSY');
    assert.equal(await code(two.exec('commit')), 'SQLITE_BUSY');
    await one.exec('rollback');
    await two.exec('commit');
    assert.deepEqual(await one.rows('select * from t'), [[1], [2]]);
  },

  async 'a client that may only read'({ one, two, path }) {
    await two.close();
    await two.open(path, { readonly: true });
    assert.deepEqual(await two.rows('select * from t'), [[1]]);
    assert.equal(await code(two.exec('insert into t values (2)')), 'SQLITE_READONLY');
    await one.exec('pragma journal_mode = wal; insert into t values (2)');
    assert.deepEqual(await two.rows('select * from t'), [[1], [2]]);
    await two.exec('begin; select * from t');
    await one.exec('insert into t values (3)');
    assert.deepEqual(await two.rows('select * from t'), [[1], [2]]);
    const [[busy]] = await one.rows('pragma wal_checkpoint(truncate)');
    assert.equal(busy, 1, 'someone reads what it would remove');
    await two.exec('commit');
    assert.deepEqual(await two.rows('select * from t'), [[1], [2], [3]]);
  },

  async 'exclusive locking mode, with a rollback journal'({ one, two }) {
    await one.exec('pragma locking_mode = exclusive; select * from t');
    assert.deepEqual(await two.rows('select * from t'), [[1]], 'it has only read so far');
    await one.exec('insert into t values (2)');
    assert.equal(await code(two.rows('select * from t')), 'SQLITE_BUSY');
    await one.exec('pragma locking_mode = normal; select * from t');
    assert.deepEqual(await two.rows('select * from t'), [[1], [2]]);
  },

  async 'exclusive locking mode, with a WAL'({ one, two, path, list }) {
    await two.close();
    await one.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; insert into t values (2)');
    assert.deepEqual(list(), ['test.db', 'test.db-wal'], 'nobody else needs an index');
    await two.open(path);
    assert.equal(await code(two.rows('select * from t')), 'SQLITE_BUSY');
    await one.exec('pragma locking_mode = normal; insert into t values (3); delete from t where a = 3');
    assert.equal(await code(two.rows('select * from t')), 'SQLITE_BUSY', 'without an index it stays exclusive');
    await one.exec('pragma journal_mode = delete; pragma locking_mode = normal; select * from t');
    assert.deepEqual(await two.rows('select * from t'), [[1], [2]]);
  },

  async 'exclusive locking mode, with a WAL that was shared'({ one, two, path }) {
    await one.exec('pragma journal_mode = wal');
    await two.rows('select * from t');
    await one.exec('pragma locking_mode = exclusive');
    assert.equal(await code(one.exec('insert into t values (2)')), 'SQLITE_BUSY', 'the other has it open');
    await two.close();
    await one.exec('insert into t values (2)');
    await two.open(path);
    assert.equal(await code(two.rows('select * from t')), 'SQLITE_BUSY');
    await one.close();
    assert.deepEqual(await two.rows('select * from t'), [[1], [2]]);
  },

  async 'the journal mode changes while others are connected'({ one, two, path, list }) {
    await two.rows('select * from t');
    for (const mode of ['wal', 'delete', 'wal', 'truncate', 'persist', 'memory', 'wal', 'delete']) {
      const back = mode !== 'wal' && list().includes('test.db-wal');
      if (back) {
        assert.equal(await code(one.exec(`pragma journal_mode = ${mode}`)), 'SQLITE_BUSY', 'the other has the WAL open');
        await two.close();
      }
      await one.exec(`pragma journal_mode = ${mode}`);
      if (back) await two.open(path);
      await one.exec('update t set a = a + 1');
      const [[value]] = await two.rows('select a from t');
      await two.exec('update t set a = a + 1');
      assert.deepEqual(await one.rows('select a from t'), [[value + 1]]);
    }
    assert.deepEqual(await one.rows('select a from t'), [[17]]);
  },

  async 'a change of the schema is seen by others'({ one, two }) {
    await two.ask('prepare', { name: 'kept', sql: 'select * from t' });
    assert.deepEqual(await two.ask('rowsOf', { name: 'kept' }), [{ a: 1 }]);
    await one.exec("alter table t add column b default 'new'; create index i on t (b)");
    assert.deepEqual(await two.ask('rowsOf', { name: 'kept' }), [{ a: 1, b: 'new' }]);
    await one.exec('drop table t');
    assert.equal(await code(two.ask('rowsOf', { name: 'kept' })), 'SQLITE_ERROR');
    await two.exec('create table t (c); insert into t values (7)');
    assert.deepEqual(await one.rows('select c from t'), [[7]]);
    assert.deepEqual(await two.ask('rowsOf', { name: 'kept' }), [{ c: 7 }]);
  },

  async 'data_version tells what others have committed'({ one, two }) {
    for (const mode of ['delete', 'wal']) {
      await one.exec(`pragma journal_mode = ${mode}`);
      const before = await two.value('pragma data_version');
      assert.equal(await two.value('pragma data_version'), before);
      await two.exec('insert into t values (2)');
      assert.equal(await two.value('pragma data_version'), before, "one's own commits do not count");
      await one.exec('begin; insert into t values (3); rollback');
      assert.equal(await two.value('pragma data_version'), before);
      await one.exec('insert into t values (3)');
      assert.notEqual(await two.value('pragma data_version'), before);
    }
  },

  async 'a commit to several files is one commit'({ one, two, file, list }) {
    for (const peer of [one, two]) await peer.exec(`attach '${file('second.db')}' as second`);
    await one.exec('create table second.u (a)');
    await one.exec('begin; insert into t values (2); insert into u values (2)');
    assert.deepEqual(await two.rows('select count(*) from t union all select count(*) from u'), [[1], [0]]);
    await two.exec('begin; select * from u');
    assert.equal(await code(one.exec('commit')), 'SQLITE_BUSY');
    await two.exec('commit');
    await one.exec('commit');
    assert.deepEqual(await two.rows('select count(*) from t union all select count(*) from u'), [[2], [1]]);
    assert.deepEqual(list(), ['second.db', 'test.db']);
  },

  async 'the WAL and its index are there as long as someone has the file open'({ one, two, list, path }) {
    await one.exec('pragma journal_mode = wal; select * from t');
    const all = ['test.db', 'test.db-shm', 'test.db-wal'];
    assert.deepEqual(list(), all);
    await two.rows('select * from t');
    await one.close();
    assert.deepEqual(list(), all);
    await two.exec('insert into t values (2)');
    await two.close();
    assert.deepEqual(list(), ['test.db']);
    await one.open(path);
    assert.deepEqual(await one.rows('select * from t'), [[1], [2]]);
    assert.deepEqual(list(), all);
    await two.open(path);
    assert.deepEqual(await two.rows('select * from t'), [[1], [2]]);
    await one.kill();
    assert.deepEqual(list(), all, 'what was killed leaves them to the others');
    await two.close();
    assert.deepEqual(list(), ['test.db']);
  },

  async 'a file that is moved away while it is open'({ one, path, file }) {
    fs.renameSync(path, file('elsewhere.db'));
    assert.deepEqual(await one.rows('select * from t'), [[1]]);
    assert.equal(await code(one.exec('insert into t values (2)')), 'SQLITE_READONLY_DBMOVED');
    fs.renameSync(file('elsewhere.db'), path);
    await one.exec('insert into t values (2)');
  },

  async 'a file that is removed while it is open'({ one, two, path }) {
    fs.unlinkSync(path);
    assert.deepEqual(await one.rows('select * from t'), [[1]]);
    assert.equal(await code(one.exec('insert into t values (2)')), 'SQLITE_READONLY_DBMOVED');
    await two.open(path, { as: 'new' });
    assert.deepEqual(await two.rows('select * from sqlite_master', 'new'), [], 'the path leads to another file now');
    await two.exec('create table t (a)', 'new');
    assert.deepEqual(await one.rows('select * from t'), [[1]]);
  },

  async 'a symbolic link leads to the same locks and journals'({ one, two, path, file, list }) {
    fs.symlinkSync(path, file('link.db'));
    await two.close();
    await two.open(file('link.db'));
    await one.exec('begin immediate; insert into t values (2)');
    assert.equal(await code(two.exec('insert into t values (3)')), 'SQLITE_BUSY');
    await one.exec('commit; pragma journal_mode = wal');
    await two.exec('insert into t values (3)');
    assert.deepEqual(await one.rows('select * from t'), [[1], [2], [3]]);
    assert.deepEqual(list(), ['link.db', 'test.db', 'test.db-shm', 'test.db-wal']);
  },
};

for (const [name, script] of Object.entries(SCRIPTS)) {
  for (const side of SIDES) {
    for (const other of SIDES) {
      test(`${name}: ${side}, ${other}`, async (t) => {
        const { file, list } = scratchFolder(t);
        const [one, two] = [borrowPeer(t, side, 'one'), borrowPeer(t, other, 'two')];
        const path = file('test.db');
        await one.open(path);
        await one.exec('create table t (a); insert into t values (1)');
        await two.open(path);
        await script({ one, two, path, file, list });
      });
    }
  }
}
