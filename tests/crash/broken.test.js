'use strict';

// Proof that the other crash tests can fail: each host here breaks one promise, and the tests must detect it.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { LOCK_NONE } = require('../../npm/lib/generated/abi');
const { SqlError } = require('./support/client');
const { Fault } = require('./support/fault');
const { Trap } = require('./support/guest');
const { PowerLoss } = require('./support/power-loss');
const { Violation } = require('./support/recovery');
const { TASKS } = require('./support/tasks');
const { ExpectedContents, Trial } = require('./support/trial');
const { WORKLOADS } = require('./support/workloads');
const { World } = require('./support/world');

/** @import { Change, FaultHost } from './support/fault-host' */

/** @typedef {(path: string, host: FaultHost) => boolean} PathFilter selects files by path */

/**
 * The result codes that a broken host causes: in SQLite's own checks, or because another process deletes a journal
 * before SQLite opens it (SQLITE_CANTOPEN) or deletes it (SQLITE_IOERR_DELETE_NOENT). The same choices with locks pass.
 */
const DAMAGE = /^SQLITE_(CORRUPT|NOTADB|CANTOPEN|IOERR_DELETE_NOENT)$/;

/**
 * Fails unless an error is one that a broken host causes: a mistake in these tests must not pass for a detection.
 * @param {unknown} error
 */
function requireDamage(error) {
  assert.ok(error instanceof Violation || error instanceof SqlError, /** @type {Error} */ (error).stack);
  const [code] = /\bSQLITE_\w+/.exec(error.message) ?? [];
  if (code !== undefined) assert.match(code, DAMAGE, error.stack);
}

/**
 * Runs a check of a broken host. Returns what the check threw, undefined if it detected nothing. The violation of a
 * process that runs during a host call of another one is the cause of the other one's trap.
 * @param {() => void} check
 * @returns {Error | undefined}
 */
function detection(check) {
  try {
    check();
    return undefined;
  } catch (error) {
    let cause = error;
    while (cause instanceof Trap) cause = cause.cause;
    requireDamage(cause);
    return /** @type {Error} */ (cause);
  }
}

/** The number of cases with each broken host, and how many of them must detect it: 32 do with the subtlest one. */
const CASES = 200;
const MIN_DETECTED = 12;

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
    const results = Array.from({ length: CASES }, (_, seed) => cases.run(seed));
    const failures = results.filter((failure) => failure !== undefined);
    for (const { error } of failures) requireDamage(error);
    t.diagnostic(`${failures.length} of ${CASES} cases failed, the first: ${failures[0]?.text.split('\n')[0]}`);
    assert.ok(failures.length >= MIN_DETECTED);
  });
}

/** @type {Change} */
function withoutLocks(name, call) {
  if (name === 'fd_lock') return (_file, _kind, _offset, _length) => 0;
  return name === 'fd_lock_conflict' ? (_file, _kind, _offset, _length) => LOCK_NONE : call;
}

/** The number of worlds with each journal. All of them detect the missing locks. */
const WORLDS = 20;

for (const journal of ['delete', 'wal']) {
  test(`sharing processes expose a host that grants every lock (${journal})`, (t) => {
    const errors = Array.from({ length: WORLDS }, (_, seed) => (
      detection(() => new World({ seed, journal, kills: false, change: withoutLocks }).run(100))
    )).filter((error) => error !== undefined);
    t.diagnostic(`${errors.length} of ${WORLDS} worlds failed, the first: ${errors[0]?.message.split('\n')[0]}`);
    assert.ok(errors.length >= WORLDS / 2);
  });

  test(`sharing processes pass with the same choices on a host with locks (${journal})`, () => {
    for (let seed = 0; seed < WORLDS; seed += 1) new World({ seed, journal, kills: false }).run(100);
  });
}

/** The number of writes of a task of which one is dropped, and how many of them must be detected: at least 7 are. */
const DROPPED_WRITES = 60;
const MIN_DROPPED_DETECTED = 4;

for (const task of TASKS) {
  test(`trials expose a host that reports a dropped write as done (${task.name})`, (t) => {
    const expected = new ExpectedContents(task);
    const errors = Array.from({ length: DROPPED_WRITES }, (_, at) => detection(() => {
      const fault = new Fault({ call: 'fd_write', reason: 'lost', at, times: 1 });
      new Trial(expected, fault).run(true);
    })).filter((error) => error !== undefined);
    t.diagnostic(`${errors.length} of ${DROPPED_WRITES} dropped writes are detected`);
    assert.ok(errors.length >= MIN_DROPPED_DETECTED);
  });
}
