'use strict';

// Runs cases in a worker thread. If a case hangs, the thread is terminated, and another one runs the remaining cases.

const path = require('node:path');
const { Worker } = require('node:worker_threads');
const { Malformed } = require('./case');

/** A case takes milliseconds; one that takes this many seconds counts as hanging. */
const MAX_SECONDS = 40;

/** @typedef {Malformed['counts']} Counts */
/** @typedef {{ failures: string[], counts: Counts }} Result */

/**
 * Runs cases until one hangs. Returns the seed of that case, undefined if all have ended.
 * @param {number} first
 * @param {number} end
 * @param {(result: Result) => void} onResult called after each guest
 * @returns {Promise<number | undefined>}
 */
function runUntilOneHangs(first, end, onResult) {
  const progress = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(path.join(__dirname, 'worker.js'), { workerData: { first, end, progress } });
  return new Promise((resolve, reject) => {
    let seen = -1;
    let seconds = 0;
    const timer = setInterval(() => {
      const seed = Atomics.load(progress, 0);
      seconds = seed === seen ? seconds + 1 : 0;
      seen = seed;
      if (seconds < MAX_SECONDS) return;
      worker.terminate();
      resolve(seed);
    }, 1000);
    worker.on('message', onResult);
    worker.on('error', reject);
    worker.on('exit', (code) => {
      clearInterval(timer);
      if (code === 0) resolve(undefined);
      else reject(new Error(`the worker thread exited with ${code}`));
    });
  });
}

/**
 * Adds the numbers of an object and of the objects in it to a sum.
 * @param {Record<string, any>} sum
 * @param {Record<string, any>} more
 */
function add(sum, more) {
  for (const [key, value] of Object.entries(more)) {
    if (typeof value === 'object') add((sum[key] ??= {}), value);
    else sum[key] = (sum[key] ?? 0) + value;
  }
}

/**
 * Runs cases, and returns the failures and the sum of all counts.
 * @param {number} first
 * @param {number} count
 * @returns {Promise<Result>}
 */
async function runWatched(first, count) {
  /** @type {Result} */
  const result = { failures: [], counts: { guests: 0, statements: 0, codes: {} } };
  /** @param {Result} part */
  const onResult = ({ failures, counts }) => {
    result.failures.push(...failures);
    add(result.counts, counts);
  };
  const end = first + count;
  for (let seed = first; seed < end;) {
    const hanging = await runUntilOneHangs(seed, end, onResult);
    if (hanging === undefined) break;
    result.failures.push(`seed ${hanging} (guest since ${Malformed.firstInGuest(hanging)}) hangs`);
    seed = hanging + 1;
  }
  return result;
}

module.exports = { runWatched };
