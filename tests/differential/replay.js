'use strict';

// node tests/differential/replay.js SEED     runs the case of a seed, and shrinks it if it fails
// node tests/differential/replay.js FILE     runs operations, one per line, as the above prints them

const fs = require('node:fs');
const { shrink } = require('./support/shrink');
const { runOperations, runSeed } = require('./support/trial');

/** @param {string} name */
async function replay(name) {
  if (!/^\d+$/.test(name)) {
    const operations = fs.readFileSync(name, 'utf8').split('\n').filter(Boolean);
    return { operations, difference: await runOperations(operations) };
  }
  const { operations, difference } = await runSeed(Number(name));
  if (difference === undefined) return { operations, difference };
  const shrunk = await shrink(operations);
  return { operations: shrunk, difference: await runOperations(shrunk) };
}

async function main() {
  const [name] = process.argv.slice(2);
  if (name === undefined) throw new Error('expected a seed or a file of operations');
  const { operations, difference } = await replay(name);
  if (difference === undefined) {
    console.log(`${operations.length} operations, no difference`);
    return;
  }
  console.log(`${operations.join('\n')}\n\nnative: ${difference.reference}\nhere:   ${difference.tested}`);
  process.exitCode = 1;
}

main();
