'use strict';

// Preloaded: the process believes that it runs on macOS, without `/proc`, where the system locks a file that is opened
// with O_EXLOCK until the file is closed or the process ends. Linux has such locks, too, but not as a flag.
// With ANYSQLITE_TEST_DIE the process is killed just after it has opened (`open`) or emptied (`truncate`) a lock file,
// or just before it closes one that it has removed (`unlink`). With ANYSQLITE_TEST_IGNORES the flag does nothing.

const fs = require('node:fs');
const path = require('node:path');

const O_EXLOCK = 0x20;
const WRITE = 2;
const shim = { exports: {} };
process.dlopen(shim, path.join(__dirname, '..', '..', '..', 'npm', 'shim', `linux-${process.arch}.node`));
/** @typedef {import('../../../npm/lib/host/locks/contract').LockShim} LockShim */

const { lock } = /** @type {LockShim} */ (shim.exports);

Object.defineProperty(process, 'platform', { value: 'darwin' });

const { ftruncateSync, openSync, readlinkSync, statSync, unlinkSync } = fs;
const when = process.env.ANYSQLITE_TEST_DIE;

/** @param {string} name */
const die = (name) => name === when && process.kill(process.pid, 'SIGKILL');

/** @param {string} code */
const failure = (code) => Object.assign(new Error(code), { code });

/** @template {(path: any, ...rest: any[]) => any} F @param {F} call @returns {F} */
const withoutProc = (call) => /** @type {F} */ ((name, ...rest) => {
  if (String(name).startsWith('/proc/')) throw failure('ENOENT');
  return call(name, ...rest);
});

fs.statSync = withoutProc(statSync);
fs.readlinkSync = withoutProc(readlinkSync);
fs.openSync = withoutProc((name, flags, mode) => {
  const locked = (Number(flags) & O_EXLOCK) !== 0;
  const file = openSync(name, locked ? Number(flags) & ~O_EXLOCK : flags, mode);
  if (!locked || process.env.ANYSQLITE_TEST_IGNORES) return file;
  if (lock(file, WRITE, 0, 1) !== 0) {
    fs.closeSync(file);
    throw failure('EAGAIN');
  }
  if (String(name).endsWith('-lock')) die('open');
  return file;
});
fs.ftruncateSync = (file, size) => {
  ftruncateSync(file, size);
  die('truncate');
};
fs.unlinkSync = (name) => {
  unlinkSync(name);
  if (String(name).endsWith('-lock')) die('unlink');
};
