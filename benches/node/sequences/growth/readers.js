'use strict';

// Ten worker threads that read a file while the main thread writes to it.

const path = require('node:path');
const { Worker } = require('node:worker_threads');

/** @import { Place, Sequence } from '../index.js' */

const READERS = 10;
const READS = 10_000;
const ROWS = 1000;

/** Starts a thread, and waits until it is ready to read. @param {Place} place @returns {Promise<Worker>} */
const startReader = ({ driver, file }) => new Promise((resolve, reject) => {
  const workerData = { driver, file, reads: READS, rows: ROWS };
  const worker = new Worker(path.join(__dirname, 'reader.js'), { workerData });
  worker.once('message', () => resolve(worker));
  worker.once('error', reject);
});

/** Lets a thread read. @param {Worker} worker @returns {Promise<number>} the sum of what it has read */
const read = (worker) => new Promise((resolve, reject) => {
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.postMessage('read');
});

/** @param {Place} place */
async function run(place) {
  const { db, record } = place;
  db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, number INTEGER)');
  const insert = db.prepare('INSERT INTO t (number) VALUES (?)');
  for (let i = 0; i < ROWS; ++i) insert.run(i);
  const readers = await Promise.all(Array.from({ length: READERS }, () => startReader(place)));

  let reading = true;
  let written = 0;
  const start = process.hrtime.bigint();
  const sums = Promise.all(readers.map(read)).finally(() => { reading = false; });
  while (reading) {
    insert.run(-1);
    ++written;
    if (written % 10 === 0) await new Promise(setImmediate);
  }
  const elapsed = Number(process.hrtime.bigint() - start);
  record('get, 10 threads while one writes', elapsed / (READERS * READS));
  record('insert, while 10 threads read', elapsed / written);
  await Promise.all(readers.map((reader) => reader.terminate()));
  const { n } = db.prepare('SELECT count(*) AS n FROM t').get();
  if (n !== ROWS + written) throw new Error(`${n} rows instead of ${ROWS + written}`);
  return sums;
}

/** @type {Sequence} */
module.exports = { group: 'growth', file: true, rounds: 3, needs: 'threads', run };
