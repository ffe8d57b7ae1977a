'use strict';

// A thread that reads rows by key when it is asked to, and answers with their sum.

const { parentPort, workerData } = require('node:worker_threads');
const drivers = require('../../drivers');

async function main() {
  const { driver, file, reads, rows } = workerData;
  const db = await drivers[driver].open(file);
  const get = db.prepare('SELECT number FROM t WHERE id = ?');
  parentPort?.once('message', () => {
    let sum = 0;
    for (let i = 0; i < reads; ++i) sum += get.get(i * 7919 % rows + 1).number;
    db.close();
    parentPort?.postMessage(sum);
  });
  parentPort?.postMessage('ready');
}

main();
