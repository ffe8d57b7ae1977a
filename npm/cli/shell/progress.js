'use strict';

const { CLEAR_LINE } = require('./output/output');

/** @import { Signals } from './signals' */

const FIRST_MILLISECONDS = 1000;
const MILLISECONDS = 250;

/** @param {Signals} signals @param {number} seconds */
function describe({ progress: { done, total } }, seconds) {
  if (total > 0) return `${Math.floor((100 * done) / total)} % of ${total} pages, ${seconds} s`;
  return done > 0 ? `${done} done, ${seconds} s` : `working, ${seconds} s`;
}

/**
 * Shows on the terminal how long work proceeds, until it has ended.
 * @template T
 * @param {Signals} signals
 * @param {Promise<T>} work
 */
async function withProgress(signals, work) {
  if (!process.stderr.isTTY) return work;
  const begin = Date.now();
  const timer = setInterval(() => {
    const elapsed = Date.now() - begin;
    if (elapsed < FIRST_MILLISECONDS) return;
    process.stderr.write(`${CLEAR_LINE}${describe(signals, Math.floor(elapsed / 1000))}; ctrl-C stops`);
    signals.progressIsShown();
  }, MILLISECONDS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    if (signals.takeProgressLine()) process.stderr.write(CLEAR_LINE);
  }
}

module.exports = { withProgress };
