'use strict';

// Runs cases in a worker thread, and posts their results after each guest.

const { parentPort, workerData } = require('node:worker_threads');
const { Malformed } = require('./case');

const { first, end, progress } = workerData;
const malformed = new Malformed();

for (let seed = first; seed < end;) {
  const failures = [];
  do {
    Atomics.store(progress, 0, seed);
    const failure = malformed.run(seed);
    if (failure !== undefined) failures.push(failure);
    seed += 1;
  } while (seed < end && seed !== Malformed.firstInGuest(seed));
  parentPort?.postMessage({ failures, counts: malformed.takeCounts() });
}
