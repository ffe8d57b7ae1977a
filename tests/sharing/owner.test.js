'use strict';

// The lock tier `exclusive`: without byte-range locks, one thread owns a database whole, by a lock file. The lock file
// of a dead owner is stale, and the next process takes over.

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
const EXCLUSIVE = { env: { ANYSQLITE_LOCKS: 'exclusive' } };

/** @param {import('node:test').TestContext} t @param {string} [mode] */
async function start(t, mode = 'delete') {
  const folder = scratchFolder(t);
  const owner = startPeer(t, 'ours', EXCLUSIVE);
  await owner.open(folder.file('test.db'));
  await owner.exec(`pragma journal_mode = ${mode}; create table t (a); insert into t values (1)`);
  return { ...folder, owner, path: folder.file('test.db'), lock: folder.file('test.db-lock') };
}

/** Returns the names of the lock files. (A killed owner may also leave an unsynced journal, as native SQLite does.) */
const lockFiles = (list) => list().filter((name) => name.includes('-lock'));

for (const mode of ['delete', 'wal']) {
  test(`the lock file exists until the owner closes its last connection, in ${mode} mode`, async (t) => {
    const { owner, path, lock, list } = await start(t, mode);
    assert.match(fs.readFileSync(lock, 'utf8'), new RegExp(`^anysqlite lock 1\npid ${owner.process.pid}\n`));
    const second = startPeer(t, 'ours', EXCLUSIVE);
    await second.open(path, { timeout: 30 });
    const text = fs.readFileSync(lock, 'utf8');
    assert.equal(await Peer.code(second.rows('select * from t')), 'SQLITE_BUSY');
    assert.equal(await Peer.code(second.exec('insert into t values (2)')), 'SQLITE_BUSY');
    assert.equal(fs.readFileSync(lock, 'utf8'), text, "the lock file of a live owner is not replaced");
    await owner.open(path, { as: 'another' });
    await owner.close();
    assert.ok(fs.existsSync(lock), 'the owner has another open connection');
    await owner.close('another');
    assert.deepEqual(list(), ['test.db']);
    assert.deepEqual(await second.rows('select * from t'), [[1]]);
    await second.end();
    assert.deepEqual(list(), ['test.db']);
  });

  test(`another process takes over from a killed owner, in ${mode} mode`, async (t) => {
    const { owner, path, lock, list } = await start(t, mode);
    await owner.exec('begin; insert into t values (2)');
    await owner.kill();
    assert.ok(fs.existsSync(lock));
    const next = startPeer(t, 'ours', EXCLUSIVE);
    await next.open(path);
    assert.deepEqual(await next.rows('select * from t'), [[1]]);
    assert.match(fs.readFileSync(lock, 'utf8'), new RegExp(`pid ${next.process.pid}\n`));
    await next.close();
    assert.deepEqual(lockFiles(list), []);
  });
}

test('a process with byte-range locks gets SQLITE_BUSY from a live owner, not from a killed one', async (t) => {
  const { owner, path } = await start(t);
  const other = startPeer(t, 'ours');
  await other.open(path);
  assert.equal(await Peer.code(other.rows('select * from t')), 'SQLITE_BUSY');
  await owner.kill();
  assert.deepEqual(await other.rows('select * from t'), [[1]]);
});

test('a process cannot become the owner while a native process holds a lock', async (t) => {
  const { file } = scratchFolder(t);
  const native = startPeer(t, 'native');
  await native.open(file('test.db'));
  await native.exec('create table t (a); begin immediate');
  const owner = startPeer(t, 'ours', EXCLUSIVE);
  await owner.open(file('test.db'));
  assert.equal(await Peer.code(owner.rows('select * from t')), 'SQLITE_BUSY');
  assert.ok(!fs.existsSync(file('test.db-lock')));
  await native.exec('commit');
  await native.close();
  assert.deepEqual(await owner.rows('select * from t'), []);
});

/** Makes a worker thread of a process own a database. @param {Peer} peer @param {string} file @param {string} sql */
const ownInWorker = (peer, file, sql) => peer.ask('worker', { file, sql });

test('other threads and processes take over from a terminated worker thread', async (t) => {
  const { file, list } = scratchFolder(t);
  const [peer, other] = [startPeer(t, 'ours', EXCLUSIVE), startPeer(t, 'ours', EXCLUSIVE)];
  const sql = 'create table t (a); insert into t values (1); begin; insert into t values (2)';
  await ownInWorker(peer, file('test.db'), sql);
  await peer.open(file('test.db'));
  assert.equal(await Peer.code(peer.rows('select * from t')), 'SQLITE_BUSY', 'the main thread is not the owner');
  await other.open(file('test.db'));
  assert.equal(await Peer.code(other.rows('select * from t')), 'SQLITE_BUSY');
  await peer.ask('terminate');
  assert.deepEqual(await peer.rows('select * from t'), [[1]]);
  await peer.close();
  assert.deepEqual(await other.rows('select * from t'), [[1]]);
  await other.close();
  assert.deepEqual(lockFiles(list), []);
});

test('a new instance takes over from one that trapped', async (t) => {
  const { owner, path, lock } = await start(t, 'wal');
  await owner.exec('begin; insert into t values (2)');
  await owner.ask('trap');
  await assert.rejects(owner.rows('select * from t'), /SQLite stopped unexpectedly/);
  await owner.open(path, { as: 'next' });
  assert.deepEqual(await owner.rows('select * from t', 'next'), [[1]]);
  await owner.close('next');
  assert.ok(!fs.existsSync(lock));
});

for (const moment of ['open', 'link']) {
  test(`a process takes over from an owner killed while creating its lock file, after ${moment}()`, async (t) => {
    const { file, list } = scratchFolder(t);
    const args = ['--require', nodePath.join(__dirname, 'support', 'die-with-lock-file.js')];
    const victim = startPeer(t, 'ours', { args, env: { ...EXCLUSIVE.env, ANYSQLITE_TEST_DIE: moment } });
    await victim.open(file('test.db'));
    await assert.rejects(victim.exec('create table t (a)'), /SIGKILL/);
    assert.equal(lockFiles(list).length, moment === 'open' ? 1 : 2);
    const [next, other] = [startPeer(t, 'ours', EXCLUSIVE), startPeer(t, 'ours')];
    await next.open(file('test.db'));
    await next.exec('create table t (a)');
    await next.close();
    await other.open(file('test.db'));
    assert.deepEqual(await other.rows('select * from t'), []);
    assert.ok(!fs.existsSync(file('test.db-lock')));
  });
}

test('exactly one of several processes takes over from a killed owner', async (t) => {
  const candidates = Array.from({ length: 4 }, () => startPeer(t, 'ours', EXCLUSIVE));
  const count = Math.ceil(rounds(30) / 6);
  for (let number = 0; number < count; number += 1) {
    const { owner, path, list } = await start(t, random.pick(['delete', 'wal']));
    await owner.exec('begin; insert into t values (2)');
    for (const candidate of candidates) await candidate.open(path);
    const [died] = [owner.kill(), sleep(random.below(15))];
    const attempts = candidates.map((candidate) => candidate.ask('takeOver', { milliseconds: 200 }));
    const codes = await Promise.all(attempts.map(Peer.code));
    await died;
    const winners = candidates.filter((_, index) => codes[index] === 'ok');
    assert.equal(winners.length, 1, `round ${number}: ${codes}`);
    assert.deepEqual(codes.filter((code) => code !== 'ok' && code !== 'SQLITE_BUSY'), []);
    assert.deepEqual(await winners[0].rows('select * from t'), [[1], [3]]);
    for (const candidate of candidates) await candidate.close();
    assert.deepEqual(lockFiles(list), []);
  }
  console.log(`owner: ${count} dead owners, ${candidates.length} candidates each`);
});

test('owners that take turns and are killed lose no acknowledged transaction', async (t) => {
  const file = scratchFolder(t).file('test.db');
  const peer = startPeer(t, 'ours', EXCLUSIVE);
  const count = Math.ceil(rounds(30) / 5);
  const expected = new Map();
  let acknowledged = 0;
  for (let number = 0; number < count; number += 1) {
    // By closing and reopening, the writers pass the ownership of the file to each other.
    const writers = ['a', 'b', 'c'].map((who) => startWriter(t, 'ours', {
      file, who, mode: 'delete', seed: random.below(2 ** 31), acknowledges: true,
      reopens: true, closes: 0.5, maxEntries: 5, timeout: 5000,
    }, EXCLUSIVE));
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
        assert.ok(found === seq || found === seq + 1, `${who}: acknowledged ${seq}, found ${found}`);
        expected.set(who, found);
      }
    }
    assert.equal(await peer.value('pragma integrity_check'), 'ok');
    await peer.close();
  }
  console.log(`owner: ${count} rounds of three writers, ${acknowledged} transactions acknowledged`);
});
