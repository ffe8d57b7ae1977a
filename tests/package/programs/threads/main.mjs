// Worker threads with both entry points and the main thread write to one database at the same time.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';

const ROWS = 50;

const db = new Database('threads.db');
db.pragma('journal_mode = WAL');
db.exec('CREATE TABLE t (writer, n)');

const workers = ['better-sqlite3', 'better-sqlite3/inline', 'better-sqlite3'].map((specifier, writer) =>
  new Worker(new URL('worker.mjs', import.meta.url), { workerData: { specifier, writer, rows: ROWS } }));
const insert = db.prepare("INSERT INTO t VALUES ('main', ?)");
for (let n = 0; n < ROWS; n++) insert.run(n);
await Promise.all(workers.map((worker) => once(worker, 'exit')));

const counts = db.prepare('SELECT writer, count(*) AS rows FROM t GROUP BY writer ORDER BY writer').raw().all();
db.close();
console.log(JSON.stringify(counts));
