'use strict';

// Runs cases from a seed on until enough statements are executed, and reports each case on its output. It is a process
// of its own, because an error in native code can end the process.

const fs = require('node:fs');
const { Counts } = require('./counts');
const { runSeed } = require('./trial');

const [first, statements] = process.argv.slice(2).map(Number);

/** Writes a message synchronously, so that it arrives even if the process crashes later. @param {object} message */
const send = (message) => fs.writeSync(1, `${JSON.stringify(message)}\n`);

async function main() {
  const counts = new Counts();
  for (let seed = first; counts.statements < statements; seed += 1) {
    send({ seed });
    const trial = await runSeed(seed);
    counts.include(trial.counts);
    if (trial.difference !== undefined) {
      send({ failed: seed, difference: trial.difference, operations: trial.operations.length });
    }
  }
  send({ counts });
}

main();
