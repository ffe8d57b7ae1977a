'use strict';

// Prints the resident memory of a process in bytes, when it has opened a file and when it has read 100,000 rows of it:
// memory.js DRIVER FILE.

const drivers = require('../drivers');
const { FIVE, fill } = require('../trials/small-table');

const TIMES = 10;

async function main() {
  const [driver, file] = process.argv.slice(2);
  const db = await drivers[driver].open(file);
  db.exec('CREATE TABLE IF NOT EXISTS t (a); DROP TABLE IF EXISTS small');
  db.prepare('SELECT count(*) AS n FROM t').get();
  const opened = process.memoryUsage.rss();
  fill(db);
  const all = db.prepare(FIVE);
  for (let i = 0; i < TIMES; ++i) all.all();
  process.stdout.write(JSON.stringify({ opened, read: process.memoryUsage.rss() }));
  db.close();
}

main();
