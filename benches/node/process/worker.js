'use strict';

// The first query of a worker thread, in a program that has the file open already: worker.js DRIVER FILE. Prints the
// milliseconds from the start of the thread's program to the first row.

const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');
const drivers = require('../drivers');

/** @param {string} driver @param {string} file */
async function firstRow(driver, file) {
  const db = await drivers[driver].open(file);
  db.prepare('SELECT count(*) AS n FROM sqlite_schema').get();
  return db;
}

async function inWorker() {
  const start = process.hrtime.bigint();
  const db = await firstRow(workerData.driver, workerData.file);
  parentPort?.postMessage(Number(process.hrtime.bigint() - start) / 1e6);
  db.close();
}

async function main() {
  const [driver, file] = process.argv.slice(2);
  const db = await firstRow(driver, file);
  const worker = new Worker(__filename, { workerData: { driver, file } });
  worker.once('message', (milliseconds) => process.stdout.write(String(milliseconds)));
  worker.once('exit', () => db.close());
}

if (isMainThread) main();
else inWorker();
