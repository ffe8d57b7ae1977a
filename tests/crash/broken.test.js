'use strict';

// Proof that the other crash tests can fail: each host here breaks one promise, and the tests must detect it.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { LOCK_NONE } = require('../../npm/lib/generated/abi');
const { Fault } = require('./support/fault');
const { PowerLoss } = require('./support/power-loss');
const { TASKS } = require('./support/tasks');
const { ExpectedContents, Trial } = require('./support/trial');
const { WORKLOADS } = require('./support/workloads');
const { World } = require('./support/world');

/** @import { Change, FaultHost } from './support/fault-host' */

/** @typedef {(path: string, host: FaultHost) => boolean} PathFilter selects files by path */

/** Each broken host must be detected within this many cases. */
const MAX_CASES = 200;

/**
 * Returns a change to the host that drops the syncs of the selected files.
 * @param {PathFilter} isDropped
 * @returns {Change}
 */
function withoutSyncs(isDropped) {
  return (name, call, host) => {
    if (name !== 'fd_sync') return call;
    return (file, dataOnly) => (isDropped(host.files.get(file)?.path ?? '', host) ? 0 : call(file, dataOnly));
  };
}

/** @type {PathFilter} */
const isDirectory = (path, { disk }) => disk.isDirectory(path);

/**
 * Broken hosts: what each one does not do, the syncs that it drops, and how the names of the tested workloads begin.
 * @type {[fault: string, isDropped: PathFilter, workloads: string][]}
 */
const HOSTS = [
  ['ignores every sync', () => true, ''],
  ['does not sync directories', isDirectory, ''],
  ['does not sync journals', (path) => path.endsWith('-journal'), ''],
  ['does not sync WALs', (path) => path.endsWith('-wal'), 'wal'],
  ['does not sync databases', (path) => path.endsWith('.db'), ''],
  [
    'does not sync the deletion of a journal',
    (path, host) => isDirectory(path, host) && host.disk.log.at(-1)?.kind === 'unlink',
    'delete extra',
  ],
];

for (const [fault, isDropped, prefix] of HOSTS) {
  test(`power cuts expose a host that ${fault}`, (t) => {
    const workloads = WORKLOADS.filter((workload) => workload.name.startsWith(prefix));
    const cases = new PowerLoss(workloads, withoutSyncs(isDropped));
    const results = Array.from({ length: MAX_CASES }, (_, seed) => cases.run(seed));
    const failures = results.filter((failure) => failure !== undefined);
    t.diagnostic(`${failures.length} of ${MAX_CASES} cases failed, the first: ${failures[0]?.split('\n')[0]}`);
    assert.ok(failures.length > 0);
  });
}

/** @type {Change} */
function withoutLocks(name, call) {
  if (name === 'fd_lock') return (_file, _kind, _offset, _length) => 0;
  return name === 'fd_lock_conflict' ? (_file, _kind, _offset, _length) => LOCK_NONE : call;
}

for (const journal of ['delete', 'wal']) {
  test(`sharing processes expose a host that grants every lock (${journal})`, (t) => {
    let seed = 0;
    assert.throws(() => {
      for (; seed < 20; seed += 1) new World({ seed, journal, kills: false, change: withoutLocks }).run(100);
    }, (error) => {
      t.diagnostic(`world ${seed}: ${/** @type {Error} */ (error).message.split('\n')[0]}`);
      return true;
    });
  });
}

for (const task of TASKS) {
  test(`trials expose a host that reports a dropped write as done (${task.name})`, () => {
    const expected = new ExpectedContents(task);
    assert.throws(() => {
      for (let at = 0; at < 60; at += 1) {
        new Trial(expected, new Fault({ call: 'fd_write', reason: 'lost', at, times: 1 })).run(true);
      }
    });
  });
}
