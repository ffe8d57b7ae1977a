'use strict';

// A worker: allocates a number of pieces of memory, as many as it takes to grow the memory if there is none, and then
// reads a file. Answers how many pieces it has allocated, whether the memory has grown, and what it has read.

const { parentPort, workerData } = require('node:worker_threads');
const { Database } = require('../../support/engine');
const { connectionOf } = require('./guest-memory');

const PIECE_BYTES = 1000;

const { file, pieces } = workerData;
const db = new Database(file);
const { guest, memory } = connectionOf(db);
const read = db.prepare('select a from t').pluck();

/** Returns the size of the memory in bytes. */
function size() {
  memory.refreshViews();
  return memory.bytes.length;
}

const before = size();
let allocated = 0;
while (pieces === undefined ? size() === before : allocated < pieces) {
  guest.alloc(PIECE_BYTES);
  allocated += 1;
}
const grown = size() > before;
parentPort.postMessage({ allocated, grown, row: read.get() });
db.close();
