'use strict';

// Runs one program in an empty folder: program.js PROGRAM FOLDER. Prints the milliseconds of its work, without loading
// it, a digest of what it returned, and the name of the package that was better-sqlite3 for it.

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { startClock } = require('../clock');

/** Returns the name of the package that was loaded as better-sqlite3. */
function loadedPackage() {
  const folder = fs.realpathSync(path.join(__dirname, '..', 'node_modules', 'better-sqlite3'));
  const isLoaded = Object.keys(require.cache).some((file) => file.startsWith(folder + path.sep));
  return isLoaded ? JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).name : undefined;
}

async function main() {
  const [name, folder] = process.argv.slice(2);
  const run = require(path.join(__dirname, `${name}.js`));
  // What the packages say belongs on stderr: stdout is for the result.
  console.log = console.info = console.debug = console.error;
  const nanoseconds = startClock();
  const answers = await run(folder);
  const time = nanoseconds() / 1e6;
  const digest = createHash('sha256').update(JSON.stringify(answers)).digest('hex');
  const result = JSON.stringify({ time, digest, loaded: loadedPackage() });
  // Timers of the packages would keep the process alive.
  process.stdout.write(result, () => process.exit());
}

main();
