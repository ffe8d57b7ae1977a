'use strict';

// Checks the output of programs/notes.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');

const SHIM = 'shim';

/**
 * Checks the JSON value that the program printed.
 * @param {any} printed
 * @param {(locks: string) => boolean} expectedLocks
 */
function assertNotes({ locks, ...printed }, expectedLocks) {
  assert.deepEqual(printed, {
    journal: 'wal',
    code: 'SqliteError SQLITE_CONSTRAINT_UNIQUE',
    longest: 'GRÖSSERES',
    first: { id: 1, text: 'ein' },
  });
  assert.ok(expectedLocks(locks), `the locks are ${locks}`);
}

/** @param {string} locks */
const byShim = (locks) => locks === SHIM;

/** @param {string} locks */
const withoutShim = (locks) => locks === 'ffi' || locks === 'exclusive';

/**
 * Copies folders of the package into the folder of a bundle.
 * @param {string} installed
 * @param {string} to
 * @param {...string} names
 */
function copyFolders(installed, to, ...names) {
  for (const name of names) fs.cpSync(path.join(installed, name), path.join(to, name), { recursive: true });
}

module.exports = { assertNotes, byShim, copyFolders, withoutShim };
