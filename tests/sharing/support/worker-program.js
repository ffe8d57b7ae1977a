'use strict';

// A worker thread that opens a database, executes SQL, reports the result, and runs until it is terminated.

const { parentPort, workerData } = require('node:worker_threads');

const { folder, file, sql } = workerData;

try {
  const Database = require(folder);
  const db = new Database(file, { timeout: 0 });
  db.exec(sql);
  parentPort.postMessage({});
  // Keeps the thread running and the connection reachable.
  setInterval(() => db.open, 1000);
} catch (error) {
  parentPort.postMessage({ error });
}
