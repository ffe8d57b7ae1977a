'use strict';

// Owning a file whole, where there are no byte-range locks: by a lock file that outlives its owner only until someone
// sees that it is dead.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const nodePath = require('node:path');
const { test } = require('node:test');
const { randomFor, rounds, sleep } = require('./support/soak');
const { AUDIT, faultOf, stateIn } = require('./support/ledger');
const { Peer, startPeer } = require('./support/peer');
const { scratchFolder } = require('../support/scratch-folder');
const { startWriter } = require('./support/writers');

const random = randomFor('owner');
const ALONE = { env: { ANYSQLITE_LOCKS: 'exclusive' } };

/** @param {import('node:test').TestContext} t @param {string} [mode] */
async function start(t, mode = 'delete') {
  const folder = scratchFolder(t);
  const owner = startPeer(t, 'ours', ALONE);
  await owner.open(folder.file('test.db'));
  await owner.exec(`pragma journal_mode = ${mode}; create table t (a); insert into t values (1)`);
  return { ...folder, owner, path: folder.file('test.db'), lock: folder.file('test.db-lock') };
}

/** The lock files in a folder. A journal that was never synced may be left of a killed owner, as by native SQLite. */
const locks = (list) => list().filter((name) => name.includes('-lock'));

for (const mode of ['delete', 'wal']) {
  test(`the lock file is there as long as the file is open, in ${mode} mode`, async (t) => {
    const { owner, path, lock, list } = await start(t, mode);
    assert.match(fs.readFileSync(lock, 'utf8'), new RegExp(`^anysqlite lock 1\npid ${owner.process.pid}\n`));
    const second = startPeer(t, 'ours', ALONE);
    await second.open(path, { timeout: 30 });
    const text = fs.readFileSync(lock, 'utf8');
    assert.equal(await Peer.code(second.rows('select * from t')), 'SQLITE_BUSY');
    assert.equal(await Peer.code(second.exec('insert into t values (2)')), 'SQLITE_BUSY');
    assert.equal(fs.readFileSync(lock, 'utf8'), text, "a living owner's lock stays");
    await owner.open(path, { as: 'another' });
    await owner.close();
    assert.ok(fs.existsSync(lock), 'its second connection is open');
    await owner.close('another');
    assert.deepEqual(list(), ['test.db']);
    assert.deepEqual(await second.rows('select * from t'), [[1]]);
    await second.end();
    assert.deepEqual(list(), ['test.db']);
  });

  test(`a killed owner is replaced, in ${mode} mode`, async (t) => {
    const { owner, path, lock, list } = await start(t, mode);
    await owner.exec('begin; insert into t values (2)');
    await owner.kill();
    assert.ok(fs.existsSync(lock));
    const heir = startPeer(t, 'ours', ALONE);
    await heir.open(path);
    assert.deepEqual(await heir.rows('select * from t'), [[1]]);
    assert.match(fs.readFileSync(lock, 'utf8'), new RegExp(`pid ${heir.process.pid}\n`));
    await heir.close();
    assert.deepEqual(locks(list), []);
  });
}

test('a killed owner is nothing to those with byte-range locks', async (t) => {
  const { owner, path } = await start(t);
  const other = startPeer(t, 'ours');
  await other.open(path);
  assert.equal(await Peer.code(other.rows('select * from t')), 'SQLITE_BUSY');
  await owner.kill();
  assert.deepEqual(await other.rows('select * from t'), [[1]]);
});

test('a native process keeps an owner away while it holds a lock', async (t) => {
  const { file } = scratchFolder(t);
  const native = startPeer(t, 'native');
  await native.open(file('test.db'));
  await native.exec('create table t (a); begin immediate');
  const owner = startPeer(t, 'ours', ALONE);
  await owner.open(file('test.db'));
  assert.equal(await Peer.code(owner.rows('select * from t')), 'SQLITE_BUSY');
  assert.ok(!fs.existsSync(file('test.db-lock')));
  await native.exec('commit');
  await native.close();
  assert.deepEqual(await owner.rows('select * from t'), []);
});

/** Has a thread of a process own the file. @param {Peer} host @param {string} file @param {string} sql */
const inWorker = (host, file, sql) => host.ask('worker', { file, sql });

test('a terminated worker thread is replaced', async (t) => {
  const { file, list } = scratchFolder(t);
  const [host, other] = [startPeer(t, 'ours', ALONE), startPeer(t, 'ours', ALONE)];
  await inWorker(host, file('test.db'), 'create table t (a); insert into t values (1); begin; insert into t values (2)');
  await host.open(file('test.db'));
  assert.equal(await Peer.code(host.rows('select * from t')), 'SQLITE_BUSY', 'its main thread is another owner');
  await other.open(file('test.db'));
  assert.equal(await Peer.code(other.rows('select * from t')), 'SQLITE_BUSY');
  await host.ask('terminate');
  assert.deepEqual(await host.rows('select * from t'), [[1]]);
  await host.close();
  assert.deepEqual(await other.rows('select * from t'), [[1]]);
  await other.close();
  assert.deepEqual(locks(list), []);
});

test('an instance that failed is replaced', async (t) => {
  const { owner, path, lock } = await start(t, 'wal');
  await owner.exec('begin; insert into t values (2)');
  await owner.ask('trap');
  assert.notEqual(await Peer.code(owner.rows('select * from t')), 'ok');
  await owner.open(path, { as: 'next' });
  assert.deepEqual(await owner.rows('select * from t', 'next'), [[1]]);
  await owner.close('next');
  assert.ok(!fs.existsSync(lock));
});

for (const moment of ['open', 'link']) {
  test(`an owner that was killed while it made its lock file is replaced: ${moment}`, async (t) => {
    const { file, list } = scratchFolder(t);
    const args = ['--require', nodePath.join(__dirname, 'support', 'die-with-lock-file.js')];
    const victim = startPeer(t, 'ours', { args, env: { ...ALONE.env, ANYSQLITE_TEST_DIE: moment } });
    await victim.open(file('test.db'));
    await assert.rejects(victim.exec('create table t (a)'), /SIGKILL/);
    assert.equal(locks(list).length, moment === 'open' ? 1 : 2);
    const [heir, other] = [startPeer(t, 'ours', ALONE), startPeer(t, 'ours')];
    await heir.open(file('test.db'));
    await heir.exec('create table t (a)');
    await heir.close();
    await other.open(file('test.db'));
    assert.deepEqual(await other.rows('select * from t'), []);
    assert.ok(!fs.existsSync(file('test.db-lock')));
  });
}

test('one of many heirs wins', async (t) => {
  const heirs = Array.from({ length: 4 }, () => startPeer(t, 'ours', ALONE));
  const all = Math.ceil(rounds(30) / 6);
  for (let number = 0; number < all; number += 1) {
    const { owner, path, list } = await start(t, random.pick(['delete', 'wal']));
    await owner.exec('begin; insert into t values (2)');
    for (const heir of heirs) await heir.open(path);
    const [died] = [owner.kill(), sleep(random.below(15))];
    const codes = await Promise.all(heirs.map((heir) => Peer.code(heir.ask('heir', { until: 200 }))));
    await died;
    const winners = heirs.filter((_, index) => codes[index] === 'ok');
    assert.equal(winners.length, 1, `round ${number}: ${codes}`);
    assert.deepEqual(codes.filter((code) => code !== 'ok' && code !== 'SQLITE_BUSY'), []);
    assert.deepEqual(await winners[0].rows('select * from t'), [[1], [3]]);
    for (const heir of heirs) await heir.close();
    assert.deepEqual(locks(list), []);
  }
  console.log(`owner: ${all} dead owners, ${heirs.length} heirs each`);
});

test('owners take turns, and are killed', async (t) => {
  const file = scratchFolder(t).file('test.db');
  const peer = startPeer(t, 'ours', ALONE);
  const all = Math.ceil(rounds(30) / 5);
  const expected = new Map();
  let acknowledged = 0;
  for (let number = 0; number < all; number += 1) {
    // Those who open and close take the file from each other.
    const writers = ['a', 'b', 'c'].map((who) => startWriter(t, 'ours', {
      file, who, mode: 'delete', seed: random.below(2 ** 31), acknowledges: true, reopens: true, closes: 0.5, most: 5, timeout: 5000,
    }, ALONE));
    while (writers.every((writer) => writer.acknowledgements === 0 && writer.damage === null)) await sleep(1);
    await sleep(random.below(100));
    for (const writer of writers) await writer.kill();
    for (const { damage, plan, acknowledged: seq, acknowledgements } of writers) {
      assert.equal(damage, null, JSON.stringify(damage));
      expected.set(plan.who, Math.max(seq, expected.get(plan.who) ?? 0));
      acknowledged += acknowledgements;
    }
    await peer.open(file);
    if (acknowledged > 0) {
      const rows = await peer.rows(AUDIT);
      assert.equal(faultOf(rows), null);
      for (const [who, seq] of expected) {
        const found = stateIn(rows, who).seq;
        assert.ok(found === seq || found === seq + 1, `${who}: ${seq} was acknowledged, ${found} is there`);
        expected.set(who, found);
      }
    }
    assert.equal(await peer.value('pragma integrity_check'), 'ok');
    await peer.close();
  }
  console.log(`owner: ${all} rounds of three, ${acknowledged} transactions acknowledged`);
});
