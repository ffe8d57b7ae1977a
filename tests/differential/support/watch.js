'use strict';

const { spawn } = require('node:child_process');
const path = require('node:path');
const readline = require('node:readline');
const { Counts } = require('./counts');

/** @import { Difference } from './pair' */

/** A case takes a fraction of a second; one that takes this many seconds counts as hanging. */
const MAX_SECONDS = 120;

/** @typedef {{ seed: number, text: string }} Failure */

/** @param {Difference} difference */
const describeDifference = ({ source, reference, tested }) => (
  `${source.slice(0, 2000)}\nnative: ${reference}\nhere:   ${tested}`
);

/**
 * Runs cases in a child process until enough statements are executed.
 * @param {number} first the first seed
 * @param {number} statements the number of statements
 * @returns {Promise<{ failures: Failure[], counts: Counts, last: number }>}
 */
function runWatched(first, statements) {
  const child = spawn(process.execPath, [path.join(__dirname, 'seeds-program.js'), String(first), String(statements)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const counts = new Counts();
  /** @type {Failure[]} */
  const failures = [];
  let last = first;
  let ended = false;
  /** @type {NodeJS.Timeout} */
  let timer;
  const watch = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      failures.push({ seed: last, text: `took over ${MAX_SECONDS} seconds` });
      child.kill('SIGKILL');
    }, MAX_SECONDS * 1000);
  };
  watch();
  readline.createInterface({ input: child.stdout }).on('line', (line) => {
    watch();
    const message = JSON.parse(line);
    if (message.seed !== undefined) last = message.seed;
    if (message.failed !== undefined) {
      failures.push({ seed: message.failed, text: describeDifference(message.difference) });
    }
    if (message.counts !== undefined) {
      ended = true;
      counts.include(message.counts);
    }
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (!ended && failures.at(-1)?.seed !== last) {
        failures.push({ seed: last, text: `the process ended with ${signal ?? code}` });
      }
      resolve({ failures, counts, last });
    });
  });
}

exports.runWatched = runWatched;
