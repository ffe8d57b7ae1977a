'use strict';

// A thread that opens a file, does something with it, says so, and stays until it is terminated.

const { parentPort, workerData } = require('node:worker_threads');

const { folder, file, sql } = workerData;

try {
  const Database = require(folder);
  const db = new Database(file, { timeout: 0 });
  db.exec(sql);
  parentPort.postMessage({});
  // The connection is in use as long as the thread runs.
  setInterval(() => db.open, 1000);
} catch (error) {
  parentPort.postMessage({ error });
}
