'use strict';

// Processes on a simulated Windows, where locks also refuse reads and writes. Wine lets those pass.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { ERRNO } = require('../../npm/lib/generated/abi');
const { Client } = require('./support/client');
const { Disk } = require('./support/disk');
const { FaultHost } = require('./support/fault-host');
const { Guest } = require('./support/guest');
const { Random } = require('../support/random');

/** @import { Change } from './support/fault-host' */

const FILE = 'C:\\data\\test.db';

/** Executes SQL unless another process is in the way. @param {Client} client @param {string} sql */
function attempt(client, sql) {
  try {
    client.exec(sql);
    return true;
  } catch (error) {
    assert.match(/** @type {Error} */ (error).message, /^SQLITE_BUSY/);
    if (!client.autocommit) client.exec('rollback');
    return false;
  }
}

/**
 * Lets three processes work at random on one database. Returns the disk, and how many transactions were committed.
 * @param {string} mode
 * @param {string[]} refused gets what Windows refused
 * @param {Change} [change]
 */
function work(mode, refused, change) {
  const disk = new Disk();
  const guests = [1, 2, 3].map((seed) => new Guest(new FaultHost(disk, { seed, windows: true, change, refused })));
  const open = (/** @type {Guest} */ guest) => new Client(guest, FILE);
  const clients = guests.map(open);
  clients[0].exec(`pragma journal_mode = ${mode}; create table t (a, b); pragma wal_autocheckpoint = 20`);
  const random = new Random(7);
  const counts = [0, 0, 0];
  for (let step = 0; step < 300; step += 1) {
    const who = random.below(3);
    if (!clients[who].autocommit) {
      if (random.chance(0.6)) clients[who].exec('commit');
    } else if (random.chance(0.05)) {
      clients[who].close();
      clients[who] = open(guests[who]);
    } else if (random.chance(0.1)) attempt(clients[who], 'pragma wal_checkpoint(truncate)');
    else if (random.chance(0.2)) attempt(clients[who], 'begin; select count(*) from t');
    else if (attempt(clients[who], `begin immediate; insert into t values (${who}, zeroblob(3000)); commit`)) {
      counts[who] += 1;
    }
  }
  for (const client of clients) if (!client.autocommit) client.exec('commit');
  const rows = clients[1].rows('select count(*) from t group by a order by a').flat();
  assert.deepEqual(rows, counts);
  assert.equal(clients[2].value('pragma integrity_check'), 'ok');
  for (const client of clients) client.close();
  return { disk, commits: counts.reduce((sum, count) => sum + count) };
}

for (const mode of ['delete', 'truncate', 'persist', 'wal']) {
  test(`no process touches what another has locked, in ${mode} mode`, (t) => {
    /** @type {string[]} */
    const refused = [];
    const { disk, commits } = work(mode, refused);
    assert.deepEqual(refused, []);
    assert.ok(commits > 50, `only ${commits} transactions were committed`);
    assert.equal(disk.views.size, 0, 'every view is closed');
    assert.ok(!disk.files().some(([path]) => path.endsWith('-wal') || path.endsWith('-shm')));
    t.diagnostic(`${commits} transactions`);
  });
}

test('without views the WAL index would be read across locks', () => {
  /** @type {Change} */
  const withoutViews = (name, call) => (name === 'fd_view' ? () => -ERRNO.ENOSYS : call);
  /** @type {string[]} */
  const refused = [];
  assert.throws(() => work('wal', refused, withoutViews));
  assert.match(refused[0], /^a (read|write) of locked bytes from \d+ on in .*test\.db-shm$/);
});
