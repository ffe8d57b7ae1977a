'use strict';

const { access } = require('node:fs');
const { dirname } = require('node:path');
const { option, requireFunctionOrNone, requireName, requireOptions, requireString } = require('../arguments');
const { BackupHandle } = require('../backup-handle');
const { isNaN, Math, Promise, setImmediate } = require('../intrinsics');

/** @import { Progress } from '../backup-handle' */
/** @import { DatabaseObject } from '../connection-of' */

/** @typedef {(progress: Progress) => unknown} Listener */

/** How many pages a step copies by default. The first step copies none. */
const DEFAULT_PAGES = 100;

const MAX_PAGES = 0x7fffffff;

/** @param {string} filename */
function requireFilename(filename) {
  if (filename === '') throw new TypeError('Backup filename cannot be an empty string');
  if (filename === ':memory:') throw new TypeError('Invalid backup filename ":memory:"');
}

/** @param {string} filename */
const exists = (filename) => new Promise((resolve) => {
  access(filename, (error) => resolve(error === null));
});

/**
 * Returns how many pages the next step copies.
 * @param {number} pages how many it copies unless the listener returns a number
 * @param {Listener | null} listener
 * @param {Progress} progress
 */
function nextPages(pages, listener, progress) {
  const wanted = listener === null ? undefined : listener(progress);
  if (wanted === undefined) return pages;
  if (typeof wanted !== 'number' || isNaN(wanted)) {
    throw new TypeError('Expected progress callback to return a number or undefined');
  }
  return Math.max(0, Math.min(MAX_PAGES, Math.round(wanted)));
}

const nextTurn = () => new Promise((resolve) => {
  setImmediate(resolve);
});

/**
 * Copies all pages, one step in each turn of the event loop.
 * @param {BackupHandle} backup
 * @param {Listener | null} listener
 */
async function copy(backup, listener) {
  try {
    await nextTurn();
    let progress = backup.transfer(0);
    for (let pages = DEFAULT_PAGES; !backup.complete; progress = backup.transfer(pages)) {
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
  const checked = requireOptions(options);
  const attachedOption = option(checked, 'attached', 'main');
  const progress = option(checked, 'progress');
  requireFilename(filename);
  const attached = requireName(attachedOption, 'attached');
  const listener = requireFunctionOrNone(progress, 'progress');

  if (!await exists(dirname(filename))) {
    throw new TypeError('Cannot save backup because the directory does not exist');
  }
  const isNew = !await exists(filename);
  return copy(new BackupHandle(this, attached, filename, isNew), listener);
}

module.exports = { backup };
