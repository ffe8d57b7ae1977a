'use strict';

// Prints whether a database and its WAL are open with O_SYNC, as /proc shows it, and the number of rows. With the
// argument "leave", the process is killed with the database open.

const fs = require('node:fs');
const Database = require('better-sqlite3');

const db = new Database('data/flags.db');
db.pragma('journal_mode = WAL');
db.exec('CREATE TABLE IF NOT EXISTS t (a); INSERT INTO t VALUES (1)');

/** Returns the flags of the descriptor of a file. @param {string} name */
function flagsOf(name) {
  const { ino } = fs.statSync(`data/${name}`);
  const isIt = (file) => fs.statSync(`/proc/self/fd/${file}`, { throwIfNoEntry: false })?.ino === ino;
  const file = fs.readdirSync('/proc/self/fd').find(isIt);
  return parseInt(/flags:\s*(\d+)/.exec(fs.readFileSync(`/proc/self/fdinfo/${file}`, 'utf8'))[1], 8);
}

const { O_SYNC } = fs.constants;
const synchronous = ['flags.db', 'flags.db-wal'].map((name) => (flagsOf(name) & O_SYNC) === O_SYNC);
console.log(JSON.stringify({ synchronous, count: db.prepare('SELECT count(*) FROM t').pluck().get() }));
if (process.argv[2] === 'leave') process.kill(process.pid, 'SIGKILL');
db.close();
