'use strict';

// Preloaded: a native connection commits just before each of the first attempts to lock a read mark, so that they fail,
// and then whenever this process sleeps before the next attempt. Sleeping takes no time. A mark that this process has
// locked to change it keeps others from committing until the process shares the mark, which is then no attempt.

const path = require('node:path');
const { PACKAGES } = require('../../support/packages');

// JavaScript makes the calls that this file replaces.
process.env.ANYSQLITE_FILES = 'node';

const lib = path.join(process.argv[2], 'lib');
const { LOCK_NONE, LOCK_WRITE } = require(path.join(lib, 'generated', 'abi.js'));
const clock = require(path.join(lib, 'host', 'clock.js'));
const locking = require(path.join(lib, 'host', 'locks', 'imports.js'));

/** The lock bytes of the read marks. The first mark is that of readers that need no WAL. */
const [FIRST_MARK, LAST_MARK] = [123, 127];

/** How many attempts SQLite makes before it begins to sleep between them. */
const ATTEMPTS = 8;

const { clockImports } = clock;
const { lockImports } = locking;

let attempts = Infinity;
let pauses = 0;
/** This process holds a read mark exclusively. */
let changesMark = false;
let commit = () => {};

clock.clockImports = () => ({
  ...clockImports(),
  thread_sleep(_microseconds) {
    pauses += 1;
    commit();
    return 0;
  },
});

locking.lockImports = () => {
  const imports = lockImports();
  return {
    ...imports,
    fd_lock(file, kind, offset, length) {
      const isMark = offset >= FIRST_MARK && offset <= LAST_MARK;
      if (isMark && kind !== LOCK_NONE && !changesMark && attempts < ATTEMPTS) {
        attempts += 1;
        commit();
      }
      const result = imports.fd_lock(file, kind, offset, length);
      if (isMark) changesMark = result === 0 && kind === LOCK_WRITE;
      return result;
    },
  };
};

/**
 * Starts the commits to a database. Returns a function that returns how often this process has slept since.
 * @param {string} file
 */
globalThis.commitInPauses = (file) => {
  const Database = require(PACKAGES.native);
  const native = new Database(file);
  const statement = native.prepare('insert into t values (1)');
  commit = () => statement.run();
  attempts = 0;
  return () => pauses;
};
