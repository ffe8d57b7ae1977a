'use strict';

// Runs one trial with one driver, in a process of its own: measure.js DRIVER TRIAL-NUMBER. Prints the nanoseconds of
// one operation in the fastest round, because every disturbance makes a round slower, and the memory in use, in bytes.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const drivers = require('./drivers.js');
const trials = require('./trials');

const ROUNDS = 7;
const ROUND_MILLISECONDS = 150;

/** Returns the nanoseconds of one call. @param {() => unknown} operation */
function round(operation) {
  const start = process.hrtime.bigint();
  const duration = BigInt(ROUND_MILLISECONDS) * 1_000_000n;
  for (let calls = 16; ; calls += 16) {
    for (let i = 0; i < 16; ++i) operation();
    const elapsed = process.hrtime.bigint() - start;
    if (elapsed >= duration) return Number(elapsed) / calls;
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
    const memory = process.memoryUsage.rss();
    db.close();
    process.stdout.write(JSON.stringify({ time: Math.min(...rounds) / trial.operations, memory }));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main();
