'use strict';

// Threads of one process, each with its own instance, share a database with each other and with native processes.

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { Worker } = require('node:worker_threads');
const { randomFor, rounds, seconds, sleep } = require('./support/soak');
const { AUDIT, SCHEMA, faultOf } = require('./support/ledger');
const { PACKAGES } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');
const { unlessRemovedInWine } = require('../support/system');
const { settle, startWriter, summary, total } = require('./support/writers');
const { Writer } = require('./support/writer');

/** @import { Plan } from './support/writer' */

const random = randomFor('threads');
const PROGRAM = path.join(__dirname, 'support', 'thread-program.js');

/**
 * Starts a writer in a worker thread. Returns what `settle` needs of a writer in a process.
 * @param {import('node:test').TestContext} t
 * @param {Plan} plan
 */
function startThread(t, plan) {
  const worker = new Worker(PROGRAM, { workerData: { folder: PACKAGES.ours, plan } });
  const thread = {
    side: 'ours', plan, worker, done: null, damage: null,
    started: new Promise((resolve) => {
      worker.once('message', resolve);
    }),
    ended: new Promise((resolve) => {
      worker.once('exit', resolve);
    }),
  };
  worker.on('message', ({ done, damage }) => {
    thread.done ??= done ?? null;
    thread.damage ??= damage ?? null;
  });
  worker.on('error', (error) => {
    thread.damage = { message: error.stack };
  });
  t.after(() => worker.terminate());
  return thread;
}

/** Starts a writer in the main thread. @param {Plan} plan */
function startInMainThread(plan) {
  const writer = new Writer(require(PACKAGES.ours), plan);
  const main = { side: 'ours', plan, done: null, damage: null, ended: Promise.resolve() };
  main.ended = writer.run().then(() => {
    main.done = { state: writer.state, counts: writer.counts };
  }, (error) => {
    main.damage = { message: error.stack };
  });
  return main;
}

for (const mode of ['delete', 'wal']) {
  const atOnce = `worker threads, the main thread and a native process write at once, in ${mode} mode`;
  test(atOnce, unlessRemovedInWine(mode), async (t) => {
    const file = scratchFolder(t).file('test.db');
    /** @param {string} who @returns {Plan} */
    const plan = (who) => (
      { file, who, mode, seed: random.below(2 ** 31), seconds: seconds(1.2, 0.05), reopens: true, holds: true });
    const writers = [
      startThread(t, plan('thread 1')), startThread(t, plan('thread 2')),
      startInMainThread(plan('main')), startWriter(t, 'native', plan('native')),
    ];
    await settle(writers, file);
    console.log(`threads, ${mode}: ${summary(writers)}`);
    assert.ok(total(writers).commits > 0);
  });

  const terminated = `terminated threads leave no damage and no locks, in ${mode} mode`;
  test(terminated, unlessRemovedInWine(mode), async (t) => {
    const file = scratchFolder(t).file('test.db');
    const Database = require(PACKAGES.ours);
    const creator = new Database(file);
    creator.exec(SCHEMA);
    creator.close();
    const stays = startThread(t, { file, who: 'stays', mode, seed: random.below(2 ** 31), seconds: 1e6 });
    await stays.started;
    const count = Math.ceil(rounds(30) / 6);
    for (let number = 0; number < count; number += 1) {
      const seed = random.below(2 ** 31);
      const thread = startThread(t, { file, who: 'goes', mode, seed, maxEntries: 60, cache: 10 });
      await thread.started;
      await sleep(random.below(120));
      await thread.worker.terminate();
      assert.equal(thread.damage, null, JSON.stringify(thread.damage));
      const db = new Database(file, { timeout: 10000 });
      assert.equal(faultOf(db.prepare(AUDIT).raw().all()), null);
      db.exec('begin immediate; create table if not exists other (a); commit');
      db.close();
      assert.equal(stays.damage, null, JSON.stringify(stays.damage));
    }
    await stays.worker.terminate();
    await settle([], file);
    console.log(`threads, ${mode}: ${count} terminated`);
  });
}
