'use strict';

const { existsSync, rmSync, statSync } = require('node:fs');
const { CommandError } = require('./failures');
const { sleep } = require('./input');

/** @import { Database } from '../../index' */
/** @import { Signals } from './signals' */

/** How many pages are copied between two looks at the user's wishes. */
const PAGES = 512;

const RETRY_MILLISECONDS = 20;

/**
 * Returns whether two paths lead to one file.
 * @param {string} first
 * @param {string} second
 */
function areSameFile(first, second) {
  if (!existsSync(first) || !existsSync(second)) return false;
  const [a, b] = [statSync(first, { bigint: true }), statSync(second, { bigint: true })];
  return a.dev === b.dev && a.ino === b.ino;
}

/**
 * Copies a database to a file, which becomes the copy as a whole or is left as it was.
 * @param {Database} source
 * @param {string} destination
 * @param {{ signals: Signals, timeout: number }} options `timeout`: milliseconds to wait for locks
 */
async function copyDatabase(source, destination, { signals, timeout }) {
  if (areSameFile(source.name, destination)) {
    throw new CommandError(`${destination} is the database itself; name another file`);
  }
  const isNew = !existsSync(destination);
  let left = -1;
  let lastAdvance = Date.now();
  // In one transaction, so that writers in WAL mode do not make the copy begin again and again.
  source.exec('BEGIN');
  try {
    source.prepare('SELECT 1 FROM sqlite_schema').get();
    await source.backup(destination, {
      progress({ totalPages, remainingPages }) {
        signals.report(totalPages - remainingPages, totalPages);
        if (remainingPages !== left) {
          left = remainingPages;
          lastAdvance = Date.now();
        } else if (Date.now() - lastAdvance > timeout) {
          throw new CommandError(`${destination} is locked by another process; nothing was copied, try again`);
        } else {
          sleep(RETRY_MILLISECONDS);
        }
        return PAGES;
      },
    });
  } catch (error) {
    // backup() removes a new file that is not complete, but not the journal of a disk that is full.
    if (isNew && !existsSync(destination)) rmSync(`${destination}-journal`, { force: true });
    throw error;
  } finally {
    source.exec('ROLLBACK');
  }
}

module.exports = { areSameFile, copyDatabase };
