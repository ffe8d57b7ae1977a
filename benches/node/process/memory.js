'use strict';

// Prints the resident memory of a process that has opened a file, in bytes: memory.js DRIVER FILE.

const drivers = require('../drivers');

async function main() {
  const [driver, file] = process.argv.slice(2);
  const db = await drivers[driver].open(file);
  db.exec('CREATE TABLE IF NOT EXISTS t (a)');
  db.prepare('SELECT count(*) AS n FROM t').get();
  process.stdout.write(String(process.memoryUsage.rss()));
  db.close();
}

main();
