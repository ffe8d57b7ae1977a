'use strict';

// Runs one sequence with one driver, in a process of its own: measure-sequence.js DRIVER SEQUENCE. Prints the
// nanoseconds of one operation of each step, in its fastest round, and a digest of the results.

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { startClock } = require('./clock');
const drivers = require('./drivers');
const sequences = require('./sequences');

/**
 * Runs a sequence on a new database. Returns the digest of its results.
 * @param {string} driver
 * @param {string} name
 * @param {Record<string, number>} times is lowered to the times of this round
 */
async function round(driver, name, times) {
  const { file: onDisk, run } = sequences[name];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anysqlite-bench-'));
  const record = (/** @type {string} */ step, /** @type {number} */ time) => {
    times[step] = Math.min(time, times[step] ?? Infinity);
  };
  try {
    const file = onDisk ? path.join(folder, 'bench.db') : ':memory:';
    const { open } = drivers[driver];
    const db = await open(file);
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    const answers = await run({
      db, file, open, driver, record,
      step(step, operations, body) {
        const nanoseconds = startClock();
        const answer = body();
        record(step, nanoseconds() / operations);
        return answer;
      },
    });
    db.close();
    return createHash('sha256').update(JSON.stringify(answers)).digest('hex');
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function main() {
  const [driver, name] = process.argv.slice(2);
  /** @type {Record<string, number>} */
  const times = {};
  let digest = '';
  for (let i = 0; i < sequences[name].rounds; ++i) digest = await round(driver, name, times);
  process.stdout.write(JSON.stringify({ times, digest }));
}

main();
