'use strict';

// Repeats one operation: program.js DRIVER JOURNAL-MODE OPERATION TIMES. In a trace, calls of access() mark the start
// and the end of the repetitions. Prints the nanoseconds of one operation.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const drivers = require('../drivers.js');

/** Makes a system call that a trace shows. @param {string} name */
function mark(name) {
  fs.existsSync(name);
}

const [driver, mode, name, times] = process.argv.slice(2);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anysqlite-bench-'));
try {
  const db = drivers[driver].open(path.join(folder, 'bench.db'));
  db.exec(`PRAGMA journal_mode = ${mode}; PRAGMA synchronous = NORMAL; CREATE TABLE t (a INTEGER PRIMARY KEY, b)`);
  const insert = db.prepare('INSERT INTO t (b) VALUES (?)');
  const get = db.prepare('SELECT b FROM t WHERE a = ?');
  const operations = {
    'read': () => get.get(1),
    'write': () => insert.run('hello'),
    'lock and unlock': () => db.exec('BEGIN IMMEDIATE; COMMIT'),
  };
  for (let i = 0; i < 50; ++i) Object.values(operations).forEach((operation) => operation());
  mark('/begin');
  const start = process.hrtime.bigint();
  for (let i = 0; i < Number(times); ++i) operations[name]();
  const nanoseconds = Number(process.hrtime.bigint() - start);
  mark('/end');
  db.close();
  process.stdout.write(String(nanoseconds / Number(times)));
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
