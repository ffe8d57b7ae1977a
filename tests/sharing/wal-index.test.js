'use strict';

// A WAL index of several regions: 4062 frames in the first, 4096 in each further one. A process's copy of a region must
// never be older than its copy of the header, and must never overwrite what another process is writing there.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { SIDES } = require('../support/packages');
const { startPeer } = require('./support/peer');
const { scratchFolder } = require('../support/scratch-folder');

/** @import { Side } from '../support/packages' */

const ROWS = 'with recursive n(i) as (select 1 union all select i + 1 from n where i < ?) '
  + 'select i, 0, zeroblob(3500) from n';
const STATE = 'select v, count(*) from t group by v';

/**
 * Starts two processes on a database with `rows` rows, each on a page of its own.
 * @param {import('node:test').TestContext} t
 * @param {Side} side
 * @param {Side} other
 * @param {number} rows
 */
async function start(t, side, other, rows) {
  const file = scratchFolder(t).file('test.db');
  const [one, two] = [startPeer(t, side), startPeer(t, other)];
  for (const peer of [one, two]) {
    await peer.open(file);
    await peer.exec('pragma journal_mode = wal; pragma wal_autocheckpoint = 0');
  }
  await one.exec('create table t (id integer primary key, v, pad)');
  await two.exec(`insert into t ${ROWS.replace('?', String(rows))}`);
  return { one, two };
}

/** @param {import('./support/peer').Peer[]} peers @param {unknown[]} rows */
async function assertState(peers, rows) {
  for (const peer of peers) {
    assert.deepEqual(await peer.rows(STATE), rows);
    assert.equal(await peer.value('pragma integrity_check'), 'ok');
  }
}

for (const side of SIDES) {
  for (const other of SIDES) {
    test(`${side} gets SQLITE_BUSY_SNAPSHOT when ${other} has added regions after its snapshot`, async (t) => {
      const { one, two } = await start(t, side, other, 2000);
      await one.exec('begin; select count(*) from t');
      await two.exec('update t set v = 1; update t set v = 2');
      await assert.rejects(one.exec('insert into t values (9999, 5, 0)'), { code: 'SQLITE_BUSY_SNAPSHOT' });
      await one.exec('rollback');
      await assertState([one, two], [[2, 2000]]);
    });

    test(`a checkpoint by ${side} includes what ${other} commits while it waits`, async (t) => {
      const { one, two } = await start(t, side, other, 3000);
      await one.exec('pragma busy_timeout = 20000; select count(*) from t');
      await two.exec('begin immediate; update t set v = 1');
      const checkpoint = one.rows('pragma wal_checkpoint(full)');
      setTimeout(() => two.exec('commit'), 300);
      const [[busy, log, done]] = await checkpoint;
      assert.deepEqual({ busy, done }, { busy: 0, done: log });
      await two.exec('pragma wal_checkpoint(truncate)');
      await assertState([one, two], [[1, 3000]]);
    });

    test(`${side} changes the rows that ${other} commits while BEGIN IMMEDIATE waits`, async (t) => {
      const { one, two } = await start(t, side, other, 3000);
      await one.exec('pragma busy_timeout = 20000; select count(*) from t');
      await two.exec('begin immediate; update t set v = 1');
      const change = one.exec('begin immediate; update t set v = v + 1; commit');
      setTimeout(() => two.exec('commit'), 300);
      await change;
      await assertState([one, two], [[2, 3000]]);
    });

    test(`${side} checkpoints after a rollback while ${other} is in a transaction`, async (t) => {
      const { one, two } = await start(t, side, other, 3900);
      for (const peer of [one, two]) await peer.exec('pragma cache_size = 20');
      await one.exec('begin; update t set v = 9 where id % 2 = 0; rollback');
      await two.exec('begin; update t set v = 1');
      await one.rows('pragma wal_checkpoint(passive)');
      await two.exec('commit');
      await assertState([one, two], [[1, 3900]]);
    });

    test(`${side} reads what ${other} commits after rollbacks of its own`, async (t) => {
      const { one, two } = await start(t, side, other, 3000);
      for (const peer of [one, two]) await peer.exec('pragma cache_size = 20');
      for (let round = 1; round <= 4; round += 1) {
        await one.exec('begin; update t set v = 99 where id % 3 = 0; rollback');
        await two.exec(`update t set v = ${round}`);
        await assertState([one, two], [[round, 3000]]);
        await one.exec(`update t set v = ${-round}`);
        await assertState([two, one], [[-round, 3000]]);
      }
    });
  }
}
