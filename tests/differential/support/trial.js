'use strict';

// A trial: the case of a seed, executed on both packages.

const { Counts } = require('./counts');
const { Pair } = require('./pair');
const { Program } = require('../generate/program');

/** @import { Difference } from './pair' */

/** @typedef {{ seed: number, operations: string[], difference: Difference | undefined, counts: Counts }} Trial */

/** Operations that end every case: the databases must be sound, and the same to the byte. */
const FINAL_OPERATIONS = [
  's.db.open && s.db.pragma("integrity_check")',
  's.db.open && s.db.serialize()',
  's.db.close()',
];

/** @param {Pair} pair @param {string[]} operations @param {Iterable<string>} sources */
async function performAll(pair, operations, sources) {
  for (const source of sources) {
    operations.push(source);
    const { difference } = await pair.perform(source);
    if (difference !== undefined) return difference;
  }
  return pair.compareFiles();
}

/**
 * Runs the case of a seed, up to its first difference.
 * @param {number} seed
 * @returns {Promise<Trial>}
 */
async function runSeed(seed) {
  const pair = new Pair();
  const counts = new Counts();
  counts.cases = 1;
  /** @type {string[]} */
  const operations = [];
  try {
    const steps = new Program(seed).steps();
    for (let step = steps.next(); !step.done;) {
      const { source, kind } = step.value;
      operations.push(source);
      const { outcome, difference, explained } = await pair.perform(source);
      counts.add(kind, outcome, explained);
      if (difference !== undefined) return { seed, operations, difference, counts };
      step = steps.next(outcome);
    }
    return { seed, operations, difference: await performAll(pair, operations, FINAL_OPERATIONS), counts };
  } finally {
    pair.close();
  }
}

/**
 * Runs a list of operations. Returns the first difference, undefined if there is none.
 * @param {readonly string[]} operations
 */
async function runOperations(operations) {
  const pair = new Pair();
  try {
    return await performAll(pair, [], operations);
  } finally {
    pair.close();
  }
}

module.exports = { runOperations, runSeed };
