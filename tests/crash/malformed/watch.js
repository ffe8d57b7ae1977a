'use strict';

const path = require('node:path');
const { Worker } = require('node:worker_threads');
const { Malformed } = require('./case');

/** A case takes milliseconds; one that takes this long hangs. */
const MOST_SECONDS = 60;

/** @typedef {{ failures: string[], counts: Malformed['counts'] }} Result */

/**
 * Runs cases, and fails when one of them does not end.
 * @param {number} first
 * @param {number} count
 * @returns {Promise<Result>}
 */
function runWatched(first, count) {
  const progress = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(path.join(__dirname, 'worker.js'), { workerData: { first, count, progress } });
  return new Promise((resolve, reject) => {
    let seen = -1;
    let seconds = 0;
    const timer = setInterval(() => {
      const seed = Atomics.load(progress, 0);
      seconds = seed === seen ? seconds + 1 : 0;
      seen = seed;
      if (seconds < MOST_SECONDS) return;
      end();
      reject(new Error(`seed ${seed} (in the guest from ${Malformed.firstBeside(seed)}) hangs`));
    }, 1000);
    const end = () => {
      clearInterval(timer);
      return worker.terminate();
    };
    worker.on('message', (result) => {
      resolve(result);
      end();
    });
    worker.on('error', (error) => {
      reject(error);
      end();
    });
  });
}

module.exports = { runWatched };
