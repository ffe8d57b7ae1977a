'use strict';

// A worker thread with one writer. Its data name the package's folder and the writer's plan.

const { parentPort, workerData } = require('node:worker_threads');
const { Writer } = require('./writer');

const { folder, plan } = workerData;

async function main() {
  let writer;
  try {
    writer = new Writer(require(folder), plan);
    parentPort.postMessage({ started: true });
    await writer.run();
    parentPort.postMessage({ done: { state: writer.state, counts: writer.counts } });
  } catch (error) {
    parentPort.postMessage({ damage: { code: error.code, message: error.message, counts: writer?.counts } });
  }
}

main();
