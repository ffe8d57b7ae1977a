'use strict';

// The memory of a thread's connections, which docs/COMPAT.md describes: it grows to what they needed at once, is used
// again, and is released with the last of them.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { answerOfChild } = require('../support/child');
const { folder: PACKAGE } = require('../support/engine');
const { scratch } = require('../support/scratch');

const MB = 2 ** 20;
const VALUE = 64 * MB;

/** How many times the size of a value that is inserted the memory grows: the value, and the row that SQLite makes. */
const COPIES = 2;
const TOLERANCE = 24 * MB;

/** Of the resident set, which other things change, too. */
const WIDE_TOLERANCE = 40 * MB;

test('memory that large values needed is kept and used again, and released with the last connection', (t) => {
  const { file } = scratch(t);
  const { guest, resident } = answerOfChild(({ Database }, name, place, size) => {
    require('node:v8').setFlagsFromString('--expose-gc');
    const gc = require('node:vm').runInNewContext('gc');
    const db = new Database(name);
    db.exec('create table t (id integer primary key, a)');
    const { connectionOf } = require(`${place}/lib/connection-of.js`);
    const guest = [];
    const resident = [];
    const measure = async () => {
      if (db.open) guest.push(connectionOf(db).memory.bytes.length);
      // V8 frees the memory of buffers on a thread of its own.
      for (let turn = 0; turn < 4; turn += 1) {
        gc();
        await new Promise((resolve) => { setTimeout(resolve, 25); });
      }
      resident.push(process.memoryUsage().rss);
    };
    const insert = db.prepare('insert or replace into t values (?, ?)');
    const read = db.prepare('select length(a), a from t').raw();
    const run = async () => {
      await measure();
      insert.run(1, Buffer.alloc(size, 1));
      await measure();
      for (let again = 0; again < 3; again += 1) {
        read.get();
        insert.run(1, Buffer.alloc(size, 2));
      }
      db.exec('delete from t');
      db.pragma('shrink_memory');
      await measure();
      db.close();
      await measure();
      console.log(JSON.stringify({ guest, resident }));
    };
    run();
  }, { args: [file('test.db'), PACKAGE, VALUE] });
  const [before, once, again] = guest;
  assert.ok(once - before <= COPIES * VALUE + TOLERANCE, `inserting takes ${(once - before) / MB} MB`);
  assert.ok(once - before >= VALUE, 'the memory is not given back while the connection is open');
  assert.ok(again - once <= VALUE + TOLERANCE, `reading and inserting again take ${(again - once) / MB} MB more`);
  assert.ok(resident[3] - resident[0] <= WIDE_TOLERANCE, `${(resident[3] - resident[0]) / MB} MB remain`);
});

test('memory that large values needed in a worker thread is released when the thread ends', (t) => {
  const { file } = scratch(t);
  const [during, after] = answerOfChild(({ Database }, name, place, size) => {
    new Database(':memory:').exec('select 1');
    const source = `
      const { parentPort, workerData } = require('node:worker_threads');
      const db = new (require(workerData.place))(workerData.name);
      db.exec('create table t (a)');
      db.prepare('insert into t values (?)').run(Buffer.alloc(workerData.size, 1));
      parentPort.once('message', () => parentPort.close());
      parentPort.postMessage('inserted');
    `;
    const { Worker } = require('node:worker_threads');
    const worker = new Worker(source, { eval: true, workerData: { name, place, size } });
    const before = process.memoryUsage().rss;
    let during;
    worker.once('message', () => {
      during = process.memoryUsage().rss - before;
      worker.postMessage('end');
    });
    worker.once('exit', () => {
      setTimeout(() => console.log(JSON.stringify([during, process.memoryUsage().rss - before])), 100);
    });
  }, { args: [file('test.db'), PACKAGE, VALUE] });
  assert.ok(during >= COPIES * VALUE, 'the worker has the memory');
  assert.ok(after <= during - VALUE, `${after / MB} MB of ${during / MB} remain`);
});
