'use strict';

// Proof that the other tests would notice: hosts that do not do what they say are found out.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { LOCK_NONE } = require('../../npm/lib/generated/abi');
const { Fault } = require('./support/fault');
const { PowerLoss } = require('./support/power-loss');
const { TASKS } = require('./support/tasks');
const { Reference, Trial } = require('./support/trial');
const { WORKLOADS } = require('./support/workloads');
const { World } = require('./support/world');

/** @import { Change, FaultHost } from './support/fault-host' */

/** @typedef {(path: string, host: FaultHost) => boolean} Choice of files, by their path */

/** Within so many cases each of these hosts must have been found out. */
const BOUND = 200;

/**
 * Makes a host that leaves some syncs out.
 * @param {Choice} leftOut
 * @returns {Change}
 */
function withoutSyncs(leftOut) {
  return (name, call, host) => {
    if (name !== 'fd_sync') return call;
    return (file, dataOnly) => (leftOut(host.files.get(file)?.path ?? '', host) ? 0 : call(file, dataOnly));
  };
}

/** @type {Choice} */
const isDirectory = (path, { disk }) => disk.isDirectory(path);

/** @type {[what: string, leftOut: Choice, workloads: string][]} */
const HOSTS = [
  ['nothing is synced', () => true, ''],
  ['directories are not synced', isDirectory, ''],
  ['journals are not synced', (path) => path.endsWith('-journal'), ''],
  ['WALs are not synced', (path) => path.endsWith('-wal'), 'wal'],
  ['databases are not synced', (path) => path.endsWith('.db'), ''],
  [
    'the deletion of a journal is not synced',
    (path, host) => isDirectory(path, host) && host.disk.log.at(-1)?.kind === 'unlink',
    'delete extra',
  ],
];

for (const [what, leftOut, name] of HOSTS) {
  test(`power loss, where ${what}`, (t) => {
    const workloads = WORKLOADS.filter((workload) => workload.name.startsWith(name));
    const cases = new PowerLoss(workloads, withoutSyncs(leftOut));
    const found = Array.from({ length: BOUND }, (_, seed) => cases.run(seed)).filter((failure) => failure !== undefined);
    t.diagnostic(`${found.length} of ${BOUND} cases; ${found[0]?.split('\n')[0]}`);
    assert.ok(found.length > 0);
  });
}

/** @type {Change} */
function withoutLocks(name, call) {
  if (name === 'fd_lock') return (_file, _kind, _offset, _length) => 0;
  return name === 'fd_lock_conflict' ? (_file, _kind, _offset, _length) => LOCK_NONE : call;
}

for (const journal of ['delete', 'wal']) {
  test(`several processes, where every lock is granted (${journal})`, (t) => {
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
  test(`a failing host, where a write is said to have succeeded (${task.name})`, () => {
    const reference = new Reference(task);
    assert.throws(() => {
      for (let at = 0; at < 60; at += 1) {
        new Trial(reference, new Fault({ call: 'fd_write', reason: 'lost', at, times: 1 })).run(true);
      }
    });
  });
}
