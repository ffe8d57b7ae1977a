'use strict';

// A whole program: opens a file and reads its first row. Without a driver it does nothing, to measure Node alone.

const drivers = require('../drivers');

async function main() {
  const [driver, file] = process.argv.slice(2);
  if (driver === undefined) return;
  const db = await drivers[driver].open(file);
  db.exec('CREATE TABLE IF NOT EXISTS t (a)');
  db.prepare('SELECT count(*) AS n FROM t').get();
  db.close();
}

main();
