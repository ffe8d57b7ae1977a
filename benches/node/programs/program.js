'use strict';

// Runs one program several times in one process: program.js PROGRAM FOLDER. Prints the milliseconds of its work in the
// first run, whose code is not optimised yet, and in the fastest later one, a digest of what it returned, and the name
// of the package that was better-sqlite3 for it.

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { startClock } = require('../clock');

const RUNS = 3;

/** Returns the name of the package that was loaded as better-sqlite3. */
function loadedPackage() {
  const folder = fs.realpathSync(path.join(__dirname, '..', 'node_modules', 'better-sqlite3'));
  const isLoaded = Object.keys(require.cache).some((file) => file.startsWith(folder + path.sep));
  return isLoaded ? JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).name : undefined;
}

/**
 * Runs a program. Returns the milliseconds, and a digest of what it returned.
 * @param {(folder: string) => unknown} run
 * @param {string} folder
 */
async function timed(run, folder) {
  fs.mkdirSync(folder);
  const nanoseconds = startClock();
  const answers = await run(folder);
  const time = nanoseconds() / 1e6;
  return { time, digest: createHash('sha256').update(JSON.stringify(answers)).digest('hex') };
}

async function main() {
  const [name, folder] = process.argv.slice(2);
  const run = require(path.join(__dirname, `${name}.js`));
  // What the packages say belongs on stderr: stdout is for the result.
  console.log = console.info = console.debug = console.error;
  const runs = [];
  for (let i = 0; i < RUNS; ++i) runs.push(await timed(run, path.join(folder, String(i))));
  const [first, ...later] = runs;
  const result = {
    first: first.time,
    later: Math.min(...later.map(({ time }) => time)),
    digest: [...new Set(runs.map(({ digest }) => digest))].join(),
    loaded: loadedPackage(),
  };
  // Timers of the packages would keep the process alive.
  process.stdout.write(JSON.stringify(result), () => process.exit());
}

main();
