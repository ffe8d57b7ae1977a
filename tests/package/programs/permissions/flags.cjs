'use strict';

// Prints the flags that a database and its WAL are open with, as Linux shows them. Ends without closing with "leave".

const fs = require('node:fs');
const Database = require('better-sqlite3');

const db = new Database('data/flags.db');
db.pragma('journal_mode = WAL');
db.exec('CREATE TABLE IF NOT EXISTS t (a); INSERT INTO t VALUES (1)');

/** @param {string} name */
function flagsOf(name) {
  const { ino } = fs.statSync(`data/${name}`);
  const isIt = (file) => fs.statSync(`/proc/self/fd/${file}`, { throwIfNoEntry: false })?.ino === ino;
  const file = fs.readdirSync('/proc/self/fd').find(isIt);
  return parseInt(/flags:\s*(\d+)/.exec(fs.readFileSync(`/proc/self/fdinfo/${file}`, 'utf8'))[1], 8);
}

const synchronous = ['flags.db', 'flags.db-wal'].map((name) => (flagsOf(name) & fs.constants.O_SYNC) === fs.constants.O_SYNC);
console.log(JSON.stringify({ synchronous, count: db.prepare('SELECT count(*) FROM t').pluck().get() }));
if (process.argv[2] === 'leave') process.kill(process.pid, 'SIGKILL');
db.close();
