'use strict';

// Runs cases from a seed on until so many statements were executed, and tells about each on its output. It is a process
// of its own because native code that goes wrong ends the process.

const fs = require('node:fs');
const { Counts } = require('./counts');
const { runSeed } = require('./trial');

const [first, statements] = process.argv.slice(2).map(Number);

/** Written at once: what was told before the process ends unexpectedly, has arrived. @param {object} message */
const tell = (message) => fs.writeSync(1, `${JSON.stringify(message)}\n`);

async function main() {
  const counts = new Counts();
  for (let seed = first; counts.statements < statements; seed += 1) {
    tell({ seed });
    const trial = await runSeed(seed);
    counts.include(trial.counts);
    if (trial.difference !== undefined) tell({ failed: seed, difference: trial.difference, operations: trial.operations.length });
  }
  tell({ counts });
}

main();
