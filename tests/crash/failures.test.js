'use strict';

// Host calls fail, once or from some call on. The application gets native SQLite's result code, the connection works
// again once the fault is over, and the database holds every acknowledged change.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Fault } = require('./support/fault');
const { stride } = require('./support/settings');
const { TASKS } = require('./support/tasks');
const { ExpectedContents, Trial } = require('./support/trial');

/** @import { Plan } from './support/fault' */

/**
 * Host calls, how each one fails, and the result codes that native SQLite returns in that case. Two of the codes have
 * no counterpart in native SQLite: it has no lock file (SQLITE_IOERR_LOCK of `path_open`), and it maps the WAL index
 * into memory, while this VFS reads and writes it (SQLITE_IOERR_SHMMAP of `fd_read` and `fd_write`).
 */
const FAULTS = [
  ['fd_write', 'ENOSPC', 'SQLITE_FULL SQLITE_IOERR_SHMSIZE SQLITE_IOERR_SHMMAP'],
  ['fd_write', 'nothing', 'SQLITE_FULL SQLITE_IOERR_SHMSIZE SQLITE_IOERR_SHMMAP'],
  ['fd_write', 'EIO', 'SQLITE_IOERR_WRITE SQLITE_IOERR_SHMSIZE SQLITE_IOERR_SHMMAP'],
  ['fd_read', 'EIO', 'SQLITE_CORRUPT SQLITE_IOERR_CORRUPTFS SQLITE_IOERR_SHMMAP'],
  ['fd_read', 'EACCES', 'SQLITE_IOERR_READ SQLITE_IOERR_SHMMAP'],
  ['fd_sync', 'EIO', 'SQLITE_IOERR_FSYNC SQLITE_IOERR_DIR_FSYNC'],
  ['fd_truncate', 'EIO', 'SQLITE_IOERR_TRUNCATE SQLITE_IOERR_SHMOPEN'],
  ['path_open', 'EIO', 'SQLITE_CANTOPEN SQLITE_IOERR_WRITE SQLITE_IOERR_LOCK'],
  ['path_open', 'EMFILE', 'SQLITE_CANTOPEN SQLITE_IOERR_WRITE SQLITE_IOERR_LOCK'],
  ['path_unlink', 'EIO', 'SQLITE_IOERR_DELETE'],
  ['fd_size', 'EIO', 'SQLITE_IOERR_FSTAT SQLITE_IOERR_SHMSIZE'],
  ['fd_stat', 'EIO', 'SQLITE_IOERR SQLITE_IOERR_FSTAT'],
  ['path_stat', 'EIO', 'SQLITE_IOERR_FSTAT SQLITE_READONLY_DBMOVED SQLITE_IOERR_GETTEMPPATH'],
  ['path_access', 'EIO', 'SQLITE_IOERR_GETTEMPPATH'],
  ['fd_lock', 'EIO', 'SQLITE_IOERR_LOCK SQLITE_IOERR_SHMLOCK'],
  ['fd_lock', 'ENOLCK', 'SQLITE_BUSY SQLITE_BUSY_RECOVERY SQLITE_PROTOCOL'],
  ['fd_lock_conflict', 'EIO', 'SQLITE_IOERR_LOCK'],
  ['fd_close', 'EIO', ''],
  ['fd_chown', 'EPERM', ''],
];

/** Outcomes that POSIX allows at any time: the application must not see them. */
const HARMLESS = [['fd_write', 'short'], ['fd_read', 'short'], ['fd_write', 'EINTR'], ['fd_read', 'EINTR']];

const distance = stride(7);

/**
 * Runs a trial for every `distance`-th call, in which this call fails. Returns the number of calls that failed, and the
 * result codes that the application saw first.
 * @param {ExpectedContents} expected
 * @param {Omit<Plan, 'at'>} plan
 * @param {string} codes the result codes that the application may see first
 */
function failEachCall(expected, plan, codes) {
  /** @type {Set<string>} */
  const seen = new Set();
  for (let at = 0, failures = 0; ; at += distance, failures += 1) {
    const fault = new Fault({ ...plan, at });
    const trial = new Trial(expected, fault);
    const label = `${expected.task.name}: call ${at} of ${plan.call} fails (${plan.reason}, ${plan.times} times)`;
    try {
      trial.run(at % 2 === 1);
    } catch (error) {
      throw new Error(`${label}: ${/** @type {Error} */ (error).message}`, { cause: error });
    }
    const [first] = trial.codes;
    assert.ok(first === undefined || codes.split(' ').includes(first), `${label}: ${first}`);
    if (!fault.happened) return { failures, seen };
    if (first !== undefined) seen.add(first);
  }
}

/**
 * Fails each call of a task, once and from then on. Returns the number of failures. They must happen in every task that
 * makes the call, and reach the application unless SQLite hides them.
 * @param {ExpectedContents} expected
 * @param {string[]} fault an entry of `FAULTS`
 */
function failOnceAndForever(expected, [call, reason, codes]) {
  const { name, uncalled, hidden } = expected.task;
  const outcomes = [1, Infinity].map((times) => failEachCall(expected, { call, reason, times }, codes));
  const failures = outcomes.reduce((sum, outcome) => sum + outcome.failures, 0);
  const isSeen = outcomes.some(({ seen }) => seen.size > 0);
  assert.equal(failures > 0, !uncalled.includes(call), `${name}: ${call} (${reason}) failed ${failures} times`);
  const isExpected = failures > 0 && codes !== '' && !hidden.includes(call);
  assert.equal(isSeen, isExpected, `${name}: failures of ${call} (${reason}) reach the application: ${isSeen}`);
  return failures;
}

for (const task of TASKS) {
  test(`a failing host call yields native's result code and loses no commit (${task.name})`, (t) => {
    const expected = new ExpectedContents(task);
    let failures = 0;
    for (const fault of FAULTS) failures += failOnceAndForever(expected, fault);
    for (const [call, reason] of HARMLESS) {
      const outcome = failEachCall(expected, { call, reason, times: 1 }, '');
      assert.ok(outcome.failures > 0, `${call} (${reason}) occurs`);
      failures += outcome.failures;
    }
    for (const call of ['fd_read', 'fd_write']) {
      const fault = new Fault({ call, reason: 'short', at: 0, times: Infinity });
      new Trial(expected, fault).run(false);
      assert.ok(fault.happened);
    }
    t.diagnostic(`${failures} failures`);
  });
}
