'use strict';

// Runs one trial with one driver, in a process of its own: measure.js DRIVER TRIAL-NUMBER. Prints the nanoseconds of
// one operation in the fastest round, because every disturbance makes a round slower.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { startClock } = require('./clock');
const drivers = require('./drivers');
const trials = require('./trials');

const ROUNDS = 5;
const ROUND_NANOSECONDS = 60e6;
/** How many calls lie between two looks at the clock. */
const CALLS = 16;

/** Returns the nanoseconds of one call. @param {() => unknown} operation */
function round(operation) {
  const nanoseconds = startClock();
  for (let calls = CALLS; ; calls += CALLS) {
    for (let i = 0; i < CALLS; ++i) operation();
    const time = nanoseconds();
    if (time >= ROUND_NANOSECONDS) return time / calls;
  }
}

async function main() {
  const [driver, number] = process.argv.slice(2);
  const trial = trials[Number(number)];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anysqlite-bench-'));
  try {
    const db = await drivers[driver].open(trial.file ? path.join(folder, 'bench.db') : ':memory:');
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    const operation = trial.prepare(db);
    const rounds = Array.from({ length: ROUNDS }, () => round(operation));
    db.close();
    process.stdout.write(String(Math.min(...rounds) / trial.operations));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main();
