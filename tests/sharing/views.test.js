'use strict';

// The WAL index through views of its file, as on Windows. Here they are asked for: Linux maps the file, or reads and
// writes it.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { randomFor, seconds } = require('./support/soak');
const { SIDES } = require('../support/packages');
const { Peer, startPeer } = require('./support/peer');
const { scratchFolder } = require('../support/scratch-folder');
const { settle, startWriter, summary, total } = require('./support/writers');

const random = randomFor('views');

const VIEW = { env: { ANYSQLITE_WAL_INDEX: 'view' } };
const COPIED = { env: { ANYSQLITE_WAL_INDEX: 'copied' } };

/**
 * Returns how a process says that it reaches the WAL index.
 * @param {import('node:test').TestContext} t
 * @param {Record<string, string>} env
 */
const walIndexOf = async (t, env) => (await startPeer(t, 'ours', { env }).ask('facts')).walIndex;

test('a process says how it reaches the WAL index', async (t) => {
  // The mapping was run on x64 alone.
  const usual = process.arch === 'x64' ? 'mapped' : 'copied';
  assert.equal(await walIndexOf(t, { ANYSQLITE_WAL_INDEX: '' }), usual);
  for (const name of ['mapped', 'view', 'copied']) {
    assert.equal(await walIndexOf(t, { ANYSQLITE_WAL_INDEX: name }), name);
  }
  assert.equal(await walIndexOf(t, { ANYSQLITE_LOCKS: 'exclusive' }), 'heap');
});

test('asking for what does not work fails, and creates no file', async (t) => {
  const { file, list } = scratchFolder(t);
  for (const name of ['no-such', 'heap']) {
    const peer = startPeer(t, 'ours', { env: { ANYSQLITE_WAL_INDEX: name } });
    await assert.rejects(peer.open(file('test.db')), new RegExp(`ANYSQLITE_WAL_INDEX is "${name}", which`));
  }
  assert.deepEqual(list(), []);
});

test('a view shows at once what others commit, and the others see what it commits', async (t) => {
  const path = scratchFolder(t).file('test.db');
  const [viewer, ...others] = [startPeer(t, 'ours', VIEW), startPeer(t, 'ours', COPIED), startPeer(t, 'native')];
  await viewer.open(path);
  await viewer.exec('pragma journal_mode = wal; create table t (a)');
  for (const other of others) await other.open(path);
  for (let number = 0; number < 3; number += 1) {
    for (const writer of [viewer, ...others]) {
      await writer.exec('begin immediate; insert into t values (1)');
      for (const other of [viewer, ...others].filter((peer) => peer !== writer)) {
        assert.equal(await Peer.code(other.exec('begin immediate')), 'SQLITE_BUSY');
      }
      await writer.exec('commit');
      const count = await writer.value('select count(*) from t');
      for (const peer of [viewer, ...others]) assert.equal(await peer.value('select count(*) from t'), count);
    }
  }
});

test('an index of several regions is read and written through a view of each', async (t) => {
  const path = scratchFolder(t).file('test.db');
  const [viewer, native] = [startPeer(t, 'ours', VIEW), startPeer(t, 'native')];
  for (const peer of [viewer, native]) await peer.open(path);
  await viewer.exec('pragma journal_mode = wal; pragma wal_autocheckpoint = 0; create table t (a)');
  const fill = `with n (i) as (select 1 union all select i + 1 from n where i < 9000)
    insert into t select randomblob(3500) from n`;
  await viewer.exec(fill);
  assert.equal(await native.value('select count(*) from t'), 9000);
  await native.exec('pragma wal_autocheckpoint = 0; update t set a = randomblob(3500)');
  assert.equal(await viewer.value('select count(distinct a) from t'), 9000);
  assert.equal(await viewer.value('pragma integrity_check'), 'ok');
  assert.ok((await viewer.rows('pragma wal_checkpoint(passive)'))[0][1] > 2 * 4096, 'the WAL has three regions');
});

test('when the last client closes, its views do not keep the files', async (t) => {
  const { file, list } = scratchFolder(t);
  const viewer = startPeer(t, 'ours', VIEW);
  for (let number = 0; number < 3; number += 1) {
    await viewer.open(file('test.db'));
    await viewer.exec('pragma journal_mode = wal; create table if not exists t (a); insert into t values (1)');
    assert.deepEqual(list(), ['test.db', 'test.db-shm', 'test.db-wal']);
    await viewer.close();
    assert.deepEqual(list(), ['test.db']);
  }
});

test('a file of an open view can be used by others after its thread was terminated', async (t) => {
  const path = scratchFolder(t).file('test.db');
  const viewer = startPeer(t, 'ours', VIEW);
  await viewer.ask('worker', {
    file: path, sql: 'pragma journal_mode = wal; create table t (a); begin immediate; insert into t values (1)',
  });
  await viewer.ask('terminate');
  for (const side of SIDES) {
    const peer = startPeer(t, side);
    await peer.open(path);
    await peer.exec('insert into t values (2)');
    await peer.close();
  }
});

test('writers with views, without views and of native SQLite lose nothing', async (t) => {
  const path = scratchFolder(t).file('test.db');
  const plan = {
    file: path, mode: 'wal', seconds: seconds(2.5, 0.1), reopens: true, holds: true, autocheckpoint: 50,
    maxEntries: 100,
  };
  const writers = [['ours', 'view', VIEW], ['ours', 'copied', COPIED], ['native', 'native', {}]].map(
    ([side, who, launch]) => startWriter(t, side, { ...plan, who, seed: random.below(2 ** 31) }, launch),
  );
  await settle(writers, path);
  console.log(`views: ${summary(writers)}`);
  assert.ok(total(writers).commits > 4);
});
