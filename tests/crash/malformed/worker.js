'use strict';

// Runs cases in a thread of its own, which can be ended when one of them hangs.

const { parentPort, workerData } = require('node:worker_threads');
const { Malformed } = require('./case');

const { first, count, progress } = workerData;
const malformed = new Malformed();
const failures = [];

for (let seed = first; seed < first + count; seed += 1) {
  Atomics.store(progress, 0, seed);
  const failure = malformed.run(seed);
  if (failure !== undefined) failures.push(failure);
}

parentPort?.postMessage({ failures, counts: malformed.counts });
