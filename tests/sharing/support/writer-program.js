'use strict';

// A process with one writer: node writer-program.js PACKAGE PLAN. Its last line reports what it did, or the damage.

const { Writer } = require('./writer');

const [folder, plan] = process.argv.slice(2);

/** @param {string} kind @param {object} details */
const report = (kind, details) => console.log(`${kind} ${JSON.stringify(details)}`);

async function main() {
  let writer;
  try {
    writer = new Writer(require(folder), JSON.parse(plan));
    await writer.run();
    report('done', { state: writer.state, counts: writer.counts });
  } catch (error) {
    const { code, message, stack: at } = error;
    report('damage', { code, message, at, state: writer?.state, counts: writer?.counts });
    // A connection on a damaged file may not be closable.
    process.exitCode = 1;
  }
}

main();
