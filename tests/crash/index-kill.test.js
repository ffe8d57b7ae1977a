'use strict';

// A process is killed at any host call while it changes the WAL index. The others go on: they see their own changes,
// and all or nothing of the killed process's.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Client } = require('./support/client');
const { integrity } = require('./support/contents');
const { Disk } = require('./support/disk');
const { FaultHost } = require('./support/fault-host');
const { Guest } = require('./support/guest');

/** @import { Change } from './support/fault-host' */

const PATH = '/data/main.db';

/** Creates a database of many pages whose WAL has been checkpointed, so that the next writer starts it again. */
const SETUP = `
  pragma page_size = 1024; pragma journal_mode = wal; pragma wal_autocheckpoint = 0;
  create table pages (id integer primary key, value integer, filler blob);
  with recursive n(i) as (select 1 union all select i + 1 from n where i < 20)
  insert into pages select i, 0, zeroblob(700) from n;
  pragma wal_checkpoint(passive);`;

/** What the killed process executes. */
const WORK = {
  'starts the log again': 'update pages set value = 1 where id < 5',
  'truncates the log': 'pragma wal_checkpoint(truncate)',
  'restarts the log after a checkpoint': 'pragma wal_checkpoint(restart); update pages set value = 1 where id < 5',
};

/**
 * Returns a client in a process of its own.
 * @param {Disk} disk
 * @param {Change} [change]
 */
function connect(disk, change) {
  return new Client(new Guest(new FaultHost(disk, { change })), PATH);
}

/**
 * Executes `sql` in a process that is killed at a host call. Returns whether there was that call.
 * @param {Disk} disk
 * @param {string} sql
 * @param {number} killAt counted from the start of `sql`
 */
function isKilled(disk, sql, killAt) {
  let left = Infinity;
  const client = connect(disk, (_name, call, host) => (...values) => {
    left -= 1;
    if (left >= 0) return call(...values);
    host.kill();
    throw new Error('killed');
  });
  client.exec('select count(*) from pages');
  left = killAt;
  try {
    client.exec(sql);
    left = Infinity;
    client.close();
    return false;
  } catch (error) {
    assert.ok(left < 0, /** @type {Error} */ (error).stack);
    return true;
  }
}

/**
 * Changes a page by one process, and requires that others see it and whole transactions.
 * @param {Disk} disk
 * @param {Client} survivor
 * @param {string} context
 */
function requireWhole(disk, survivor, context) {
  for (const id of [10, 15]) survivor.exec(`update pages set value = 2 where id = ${id}`);
  const query = 'select group_concat(value, \'\') from (select value from pages order by id)';
  const others = [survivor, connect(disk)];
  for (const client of others) {
    const values = String(client.value(query));
    assert.match(values, /^(0000|1111)0{5}20{4}20{5}$/, context);
    assert.equal(integrity(client), 'ok', context);
  }
  for (const client of others) client.close();
}

for (const [title, sql] of Object.entries(WORK)) {
  test(`others go on after a process was killed while it ${title}`, () => {
    let killAt = 0;
    for (let killed = true; killed; killAt += 1) {
      const disk = new Disk();
      const survivor = connect(disk);
      survivor.exec(SETUP);
      killed = isKilled(disk, sql, killAt);
      requireWhole(disk, survivor, `killed at host call ${killAt}`);
    }
    assert.ok(killAt > 10, `${killAt} calls`);
  });
}
