'use strict';

// Each call of the host fails once, or from some moment on: the application gets native SQLite's code, the connection
// goes on working when the fault is over, and the database holds what was acknowledged.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Fault } = require('./support/fault');
const { stride } = require('./support/settings');
const { TASKS } = require('./support/tasks');
const { Reference, Trial } = require('./support/trial');

/** @import { Plan } from './support/fault' */

/**
 * Which calls fail for which reasons, and the codes that native SQLite has for it. Two codes have no match there: it
 * looks for no lock file (SQLITE_IOERR_LOCK of `path_open`), and maps the WAL index, which here is read and written
 * (SQLITE_IOERR_SHMMAP of `fd_read` and `fd_write`).
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

/** What a host may do at any time without being at fault. */
const HARMLESS = [['fd_write', 'short'], ['fd_read', 'short'], ['fd_write', 'EINTR'], ['fd_read', 'EINTR']];

const every = stride(7);

/**
 * Lets one call after the other fail. Gives how many trials there were.
 * @param {Reference} reference
 * @param {Omit<Plan, 'at'>} plan
 * @param {string} codes that the application may see at first
 */
function tryAll(reference, plan, codes) {
  for (let at = 0, trials = 1; ; at += every, trials += 1) {
    const fault = new Fault({ ...plan, at });
    const trial = new Trial(reference, fault);
    const what = `${reference.task.name}: call ${at} of ${plan.call} fails (${plan.reason}, ${plan.times} times)`;
    try {
      trial.run(at % 2 === 1);
    } catch (error) {
      throw new Error(`${what}: ${/** @type {Error} */ (error).message}`, { cause: error });
    }
    const [first] = trial.codes;
    assert.ok(first === undefined || codes.split(' ').includes(first), `${what}: ${first}`);
    if (!fault.happened) return trials;
  }
}

for (const task of TASKS) {
  test(`failing calls (${task.name})`, (t) => {
    const reference = new Reference(task);
    let trials = 0;
    for (const [call, reason, codes] of FAULTS) {
      for (const times of [1, Infinity]) trials += tryAll(reference, { call, reason, times }, codes);
    }
    for (const [call, reason] of HARMLESS) trials += tryAll(reference, { call, reason, times: 1 }, '');
    for (const call of ['fd_read', 'fd_write']) {
      new Trial(reference, new Fault({ call, reason: 'short', at: 0, times: Infinity })).run(false);
    }
    t.diagnostic(`${trials} trials`);
  });
}
