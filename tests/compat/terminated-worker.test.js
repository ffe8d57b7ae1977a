'use strict';

// What a worker thread leaves behind that ends with a database open. docs/COMPAT.md describes it.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { once } = require('node:events');
const { test } = require('node:test');
const { Worker } = require('node:worker_threads');
const { folder: PACKAGE } = require('../support/engine');
const { sqliteError } = require('../support/errors');
const { scratch } = require('../support/scratch');

/** A worker that holds a write lock until it receives the way to end. */
const SOURCE = `
  const { parentPort, workerData: { name, place } } = require('node:worker_threads');
  globalThis.db = new (require(place))(name);
  db.exec('begin immediate; insert into t values (1)');
  parentPort.on('message', (end) => (end === 'close' ? (db.close(), parentPort.close()) : process.exit()));
  parentPort.postMessage('locked');
`;

/**
 * Starts the worker, and waits until it has the lock.
 * @param {string} name @param {boolean} trackUnmanagedFds
 */
async function lockingWorker(name, trackUnmanagedFds) {
  const worker = new Worker(SOURCE, { eval: true, workerData: { name, place: PACKAGE }, trackUnmanagedFds });
  await once(worker, 'message');
  return worker;
}

/** @param {string} folder */
const openFilesIn = (folder) => fs.readdirSync('/proc/self/fd').filter((file) => {
  try {
    return fs.readlinkSync(`/proc/self/fd/${file}`).startsWith(folder);
  } catch {
    return false;
  }
});

/** @param {import('node:test').TestContext} t */
function emptyTable(t) {
  const place = scratch(t);
  place.open().exec('create table t (a)').close();
  const insert = () => {
    const db = place.open('test.db', { timeout: 0 });
    try {
      db.exec('insert into t values (2)');
    } finally {
      db.close();
    }
  };
  return { ...place, insert };
}

for (const [how, end, tracked] of [
  ['is terminated', (worker) => worker.terminate(), true],
  ['calls process.exit()', (worker) => worker.postMessage('exit'), true],
  ['calls process.exit(), with trackUnmanagedFds: false', (worker) => worker.postMessage('exit'), false],
  ['closes its database, with trackUnmanagedFds: false', (worker) => worker.postMessage('close'), false],
]) {
  test(`the locks of a worker thread end when it ${how}`, async (t) => {
    const { file, folder, insert } = emptyTable(t);
    const worker = await lockingWorker(file('test.db'), tracked);
    assert.throws(insert, sqliteError('SQLITE_BUSY', 'database is locked'));
    const ended = once(worker, 'exit');
    end(worker);
    await ended;
    insert();
    assert.deepEqual(openFilesIn(folder), []);
  });
}

test('terminate() of a worker with trackUnmanagedFds: false leaves its files locked', async (t) => {
  const { file, folder, insert } = emptyTable(t);
  const worker = await lockingWorker(file('test.db'), false);
  await worker.terminate();
  assert.throws(insert, sqliteError('SQLITE_BUSY', 'database is locked'));
  const left = openFilesIn(folder);
  assert.ok(left.length > 0);
  left.forEach((file) => fs.closeSync(Number(file)));
  insert();
});
