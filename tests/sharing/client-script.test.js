'use strict';

// Clients that take turns by a script, as in SQLite's own multi-process test, so that the result of each step is known.
// Every script runs with both sides in both roles: the runs with native SQLite prove the expectations.

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
  async 'a second writer gets SQLITE_BUSY, as does a commit while another client reads'({ one, two }) {
    await one.exec('begin immediate; insert into t values (2)');
    assert.deepEqual(await two.rows('select * from t'), [[1]]);
    assert.equal(await code(two.exec('begin immediate')), 'SQLITE_BUSY');
    await two.exec('begin; select * from t');
    assert.equal(await code(one.exec('commit')), 'SQLITE_BUSY', 'the other client holds SHARED');
    assert.equal(await code(two.exec('insert into t values (3)')), 'SQLITE_BUSY');
    await two.exec('commit');
    await one.exec('commit');
    assert.deepEqual(await two.rows('select * from t'), [[1], [2]]);
  },

  async 'a reader that is refused RESERVED must end its transaction before the writer can commit'({ one, two }) {
    await one.exec('begin; select * from t');
    await two.exec('begin; select * from t; insert into t values (2)');
    assert.equal(await code(one.exec('insert into t values (3)')), 'SQLITE_BUSY');
    assert.equal(await code(two.exec('commit')), 'SQLITE_BUSY');
    await one.exec('rollback');
    await two.exec('commit');
    assert.deepEqual(await one.rows('select * from t'), [[1], [2]]);
  },

  async 'a readonly client reads what others commit, and its snapshot blocks a checkpoint'({ one, two, path }) {
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
    assert.equal(busy, 1, 'the snapshot of the other client needs the WAL');
    await two.exec('commit');
    assert.deepEqual(await two.rows('select * from t'), [[1], [2], [3]]);
  },

  async 'with a rollback journal, exclusive locking mode keeps EXCLUSIVE after the first write'({ one, two }) {
    await one.exec('pragma locking_mode = exclusive; select * from t');
    assert.deepEqual(await two.rows('select * from t'), [[1]], 'a read takes only SHARED');
    await one.exec('insert into t values (2)');
    assert.equal(await code(two.rows('select * from t')), 'SQLITE_BUSY');
    await one.exec('pragma locking_mode = normal; select * from t');
    assert.deepEqual(await two.rows('select * from t'), [[1], [2]]);
  },

  async 'with a new WAL, exclusive locking mode locks out others and creates no WAL index'({ one, two, path, list }) {
    await two.close();
    await one.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; insert into t values (2)');
    assert.deepEqual(list(), ['test.db', 'test.db-wal'], 'exclusive locking mode needs no -shm file');
    await two.open(path);
    assert.equal(await code(two.rows('select * from t')), 'SQLITE_BUSY');
    await one.exec('pragma locking_mode = normal; insert into t values (3); delete from t where a = 3');
    assert.equal(await code(two.rows('select * from t')), 'SQLITE_BUSY', 'without a -shm file it stays exclusive');
    await one.exec('pragma journal_mode = delete; pragma locking_mode = normal; select * from t');
    assert.deepEqual(await two.rows('select * from t'), [[1], [2]]);
  },

  async 'with a shared WAL, exclusive locking mode begins when no other client has the file open'({ one, two, path }) {
    await one.exec('pragma journal_mode = wal');
    await two.rows('select * from t');
    await one.exec('pragma locking_mode = exclusive');
    assert.equal(await code(one.exec('insert into t values (2)')), 'SQLITE_BUSY', 'the other client has the file open');
    await two.close();
    await one.exec('insert into t values (2)');
    await two.open(path);
    assert.equal(await code(two.rows('select * from t')), 'SQLITE_BUSY');
    await one.close();
    assert.deepEqual(await two.rows('select * from t'), [[1], [2]]);
  },

  async 'the journal mode changes while another client is connected'({ one, two, path, list }) {
    await two.rows('select * from t');
    for (const mode of ['wal', 'delete', 'wal', 'truncate', 'persist', 'memory', 'wal', 'delete']) {
      const leavesWal = mode !== 'wal' && list().includes('test.db-wal');
      if (leavesWal) {
        const refused = await code(one.exec(`pragma journal_mode = ${mode}`));
        assert.equal(refused, 'SQLITE_BUSY', 'the other client has the WAL open');
        await two.close();
      }
      await one.exec(`pragma journal_mode = ${mode}`);
      if (leavesWal) await two.open(path);
      await one.exec('update t set a = a + 1');
      const [[value]] = await two.rows('select a from t');
      await two.exec('update t set a = a + 1');
      assert.deepEqual(await one.rows('select a from t'), [[value + 1]]);
    }
    assert.deepEqual(await one.rows('select a from t'), [[17]]);
  },

  async 'a prepared statement follows the schema changes of another client'({ one, two }) {
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

  async 'data_version changes only when another client commits'({ one, two }) {
    for (const mode of ['delete', 'wal']) {
      await one.exec(`pragma journal_mode = ${mode}`);
      const before = await two.value('pragma data_version');
      assert.equal(await two.value('pragma data_version'), before);
      await two.exec('insert into t values (2)');
      assert.equal(await two.value('pragma data_version'), before, "a client's own commits do not count");
      await one.exec('begin; insert into t values (3); rollback');
      assert.equal(await two.value('pragma data_version'), before);
      await one.exec('insert into t values (3)');
      assert.notEqual(await two.value('pragma data_version'), before);
    }
  },

  async 'a transaction over two files commits to both or to neither'({ one, two, file, list }) {
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

  async 'the WAL and its index exist until the last client closes the file'({ one, two, list, path }) {
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
    assert.deepEqual(list(), all, 'the other client still needs the files of the killed one');
    await two.close();
    assert.deepEqual(list(), ['test.db']);
  },

  async 'a database file that is moved while open cannot be written until it is moved back'({ one, path, file }) {
    fs.renameSync(path, file('elsewhere.db'));
    assert.deepEqual(await one.rows('select * from t'), [[1]]);
    assert.equal(await code(one.exec('insert into t values (2)')), 'SQLITE_READONLY_DBMOVED');
    fs.renameSync(file('elsewhere.db'), path);
    await one.exec('insert into t values (2)');
  },

  async 'a database file that is unlinked while open stays readable and cannot be written'({ one, two, path }) {
    fs.unlinkSync(path);
    assert.deepEqual(await one.rows('select * from t'), [[1]]);
    assert.equal(await code(one.exec('insert into t values (2)')), 'SQLITE_READONLY_DBMOVED');
    await two.open(path, { as: 'new' });
    assert.deepEqual(await two.rows('select * from sqlite_master', 'new'), [], 'the path names a new file');
    await two.exec('create table t (a)', 'new');
    assert.deepEqual(await one.rows('select * from t'), [[1]]);
  },

  async 'a symbolic link uses the locks and journals of its target'({ one, two, path, file, list }) {
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

/** Scripts that Windows cannot run, and why. @type {Record<string, string>} */
const NOT_ON_WINDOWS = {
  'the journal mode changes while another client is connected':
    'native SQLite cannot delete a journal under Wine that another client has had open (SQLITE_IOERR_DELETE)',
  'a database file that is moved while open cannot be written until it is moved back':
    'Windows moves no file that is open without FILE_SHARE_DELETE, as native SQLite opens it',
  'a database file that is unlinked while open stays readable and cannot be written':
    'Windows removes no file that is open without FILE_SHARE_DELETE',
  'a symbolic link uses the locks and journals of its target': 'Wine makes no symbolic links',
};

for (const [name, script] of Object.entries(SCRIPTS)) {
  const skip = process.platform === 'win32' ? NOT_ON_WINDOWS[name] ?? false : false;
  for (const side of SIDES) {
    for (const other of SIDES) {
      test(`${name}: ${side}, ${other}`, { skip }, async (t) => {
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
