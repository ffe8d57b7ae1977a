'use strict';

// Waiting for locks: a process sleeps, waits no longer than the busy timeout, and then reports native SQLite's code.

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { SIDES } = require('../support/packages');
const { Peer, startPeer } = require('./support/peer');
const { borrowPeer } = require('./support/pool');
const { scratchFolder } = require('../support/scratch-folder');

/** For a test that replaces imports in JavaScript, which only the engine v8 calls. */
const ON_V8 = { skip: process.env.ANYSQLITE_ENGINE === 'wasmtime' ? 'the addon sleeps in native code' : false };

const TIMEOUT = 400;

/** @param {import('node:test').TestContext} t @param {any} side @param {any} other @param {string} mode */
async function start(t, side, other, mode) {
  const file = scratchFolder(t).file('test.db');
  const [one, two] = [borrowPeer(t, side, 'one'), borrowPeer(t, other, 'two')];
  await two.open(file);
  await two.exec(`pragma journal_mode = ${mode}; create table t (a); insert into t values (1)`);
  await one.open(file, { timeout: TIMEOUT });
  await one.rows('select * from t');
  return { file, one, two };
}

function assertSlept({ wall, cpu, code }, expected) {
  assert.equal(code, expected);
  assert.ok(wall > TIMEOUT * 0.7 && wall < TIMEOUT + 1500, `${wall} ms`);
  assert.ok(cpu < wall * 0.35, `${cpu} ms of CPU time in ${wall} ms`);
}

for (const side of SIDES) {
  for (const other of SIDES) {
    for (const mode of ['delete', 'wal']) {
      test(`${side} sleeps while ${other} writes, in ${mode} mode`, async (t) => {
        const { one, two } = await start(t, side, other, mode);
        await two.exec('begin immediate; insert into t values (2)');
        assertSlept(await one.ask('timed', { step: 'exec', sql: 'insert into t values (3)' }), 'SQLITE_BUSY');
        setTimeout(() => two.exec('commit'), 200);
        const { code, wall } = await one.ask('timed', { step: 'exec', sql: 'insert into t values (3)' });
        assert.equal(code, 'ok');
        assert.ok(wall > 100 && wall < TIMEOUT + 100, `${wall} ms`);
      });
    }

    test(`${side} gets SQLITE_BUSY_SNAPSHOT at once when ${other} has committed after its snapshot`, async (t) => {
      const { one, two } = await start(t, side, other, 'wal');
      await one.exec('begin; select * from t');
      await two.exec('insert into t values (2)');
      const { code, wall } = await one.ask('timed', { step: 'exec', sql: 'insert into t values (3)' });
      assert.equal(code, 'SQLITE_BUSY_SNAPSHOT');
      assert.ok(wall < TIMEOUT / 2, 'there is nothing to wait for');
      assert.deepEqual(await one.rows('select * from t'), [[1]], 'the snapshot is still readable');
      await one.exec('rollback');
      assert.deepEqual(await one.rows('select * from t'), [[1], [2]]);
    });

    test(`${side} sleeps while ${other} holds EXCLUSIVE`, async (t) => {
      const { one, two } = await start(t, side, other, 'delete');
      await two.exec('begin exclusive');
      assertSlept(await one.ask('timed', { step: 'rows', sql: 'select * from t' }), 'SQLITE_BUSY');
      await two.exec('commit');
      assert.deepEqual(await one.rows('select * from t'), [[1]]);
    });
  }
}

test('a read begins although another connection commits in every pause before it', ON_V8, async (t) => {
  const preload = path.join(__dirname, 'support', 'commit-in-pauses.js');
  const file = scratchFolder(t).file('test.db');
  const peer = startPeer(t, 'ours', { args: ['--require', preload] });
  await peer.open(file);
  await peer.exec('pragma journal_mode = wal; create table t (a)');
  const { rows, pauses } = await peer.ask('rowsInPauses', { file, sql: 'select count(*) from t' });
  assert.ok(rows[0][0] > 0);
  assert.ok(pauses > 0 && pauses < 20, `${pauses} pauses`);
});

for (const side of SIDES) {
  test(`${side} gets SQLITE_BUSY_RECOVERY while another process recovers the WAL index`, async (t) => {
    const { file, one, two } = await start(t, side, 'native', 'wal');
    await two.exec('insert into t values (2)');
    const holder = startPeer(t, 'ours');
    await holder.ask('recovery', { file });
    assert.equal(await Peer.code(one.ask('rows', { sql: 'select * from t' })), 'SQLITE_BUSY_RECOVERY');
    await holder.end();
    assert.deepEqual(await one.rows('select * from t'), [[1], [2]]);
  });
}
