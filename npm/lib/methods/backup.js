'use strict';

const fs = require('node:fs/promises');
const path = require('node:path');
const { Backup } = require('../backup-handle');
const { option, requireFunctionOrNone, requireName, requireOptions, requireString } = require('../arguments');

/** @import { Progress } from '../backup-handle' */
/** @import { DatabaseObject } from '../connection-of' */

/** @typedef {(progress: Progress) => unknown} Listener */

/** How many pages a step copies unless the application says otherwise. The first step copies none. */
const PAGES = 100;

const MOST_PAGES = 0x7fffffff;

/** @param {string} filename */
function requireFilename(filename) {
  if (filename === '') throw new TypeError('Backup filename cannot be an empty string');
  if (filename === ':memory:') throw new TypeError('Invalid backup filename ":memory:"');
}

/** @param {string} filename */
const isThere = (filename) => fs.access(filename).then(() => true, () => false);

/**
 * Gives how many pages the next step copies.
 * @param {number} pages how many it would
 * @param {Listener | null} listener
 * @param {Progress} progress
 */
function nextPages(pages, listener, progress) {
  const wanted = listener === null ? undefined : listener(progress);
  if (wanted === undefined) return pages;
  if (typeof wanted !== 'number' || Number.isNaN(wanted)) {
    throw new TypeError('Expected progress callback to return a number or undefined');
  }
  return Math.max(0, Math.min(MOST_PAGES, Math.round(wanted)));
}

const nextTurn = () => new Promise((resolve) => {
  setImmediate(resolve);
});

/**
 * Copies to the end, a step for each turn of the event loop.
 * @param {Backup} backup
 * @param {Listener | null} listener
 */
async function copy(backup, listener) {
  try {
    await nextTurn();
    let progress = backup.transfer(0);
    for (let pages = PAGES; !backup.complete; progress = backup.transfer(pages)) {
      pages = nextPages(pages, listener, progress);
      await nextTurn();
    }
    return progress;
  } finally {
    backup.end();
  }
}

/** @this {DatabaseObject} @param {unknown} destination @param {unknown} options */
async function backup(destination, options) {
  const filename = requireString(destination).trim();
  const given = requireOptions(options);
  const attachedGiven = option(given, 'attached', 'main');
  const progress = option(given, 'progress');
  requireFilename(filename);
  const attached = requireName(attachedGiven, 'attached');
  const listener = requireFunctionOrNone(progress, 'progress');

  if (!await isThere(path.dirname(filename))) {
    throw new TypeError('Cannot save backup because the directory does not exist');
  }
  const isNew = !await isThere(filename);
  return copy(new Backup(this, attached, filename, isNew), listener);
}

module.exports = { backup };
