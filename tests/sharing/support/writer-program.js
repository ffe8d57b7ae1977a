'use strict';

// A process with one writer: node writer-program.js PACKAGE PLAN. What it says last is what it has done, or the damage.

const { Writer } = require('./writer');

const [folder, plan] = process.argv.slice(2);

/** @param {string} kind @param {object} details */
const say = (kind, details) => console.log(`${kind} ${JSON.stringify(details)}`);

async function main() {
  let writer;
  try {
    writer = new Writer(require(folder), JSON.parse(plan));
    await writer.run();
    say('done', { state: writer.state, counts: writer.counts });
  } catch (error) {
    say('damage', { code: error.code, message: error.message, at: error.stack, state: writer?.state, counts: writer?.counts });
    // A connection on a damaged file may not be closable.
    process.exitCode = 1;
  }
}

main();
