'use strict';

// What ends with a guest of the engine wasmtime when it is disposed of.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { scratch } = require('../support/scratch');
const { inProcess, PACKAGE } = require('./support/in-process');

test('a guest that a callback disposes of does not continue, and has released what it mapped and locked', (t) => {
  const body = (_, folder, file) => {
    const mapped = () => require('node:fs').readFileSync('/proc/self/maps', 'utf8').split('-shm\n').length - 1;
    let calls = 0;
    const counts = [];
    const call = () => {
      calls += 1;
      counts.push(mapped());
      guest.dispose();
      counts.push(mapped());
      return 0;
    };
    const callbacks = new Proxy({}, { get: (__, name) => (name === 'function_call' ? call : () => 0) });
    const guest = require(`${folder}/lib/engine/addon`).loadAddon().instantiate(callbacks, true, 0, true);
    const {
      alloc, db_create_function: createFunction, db_open: open, initialize, stmt_drain: drain, stmt_prepare: prepare,
    } = guest.exports;
    const place = (text) => {
      const at = alloc(text.length + 1);
      new Uint8Array(guest.memory.lend()).set(Buffer.from(`${text}\0`), at);
      return at;
    };
    initialize();
    const db = open(place(file), file.length, 6, 0);
    createFunction(db, place('dispose'), 0, 0, 1);
    const run = (sql) => drain(prepare(db, place(sql), sql.length, 0));
    for (const sql of ['pragma journal_mode = wal', 'create table t (a)', 'begin immediate']) run(sql);
    try {
      return [run('select dispose() from (values (1), (2), (3))'), calls, counts];
    } catch (error) {
      // Had the guest kept its locks, this would be SQLITE_BUSY.
      new (require(folder))(file, { timeout: 0 }).exec('insert into t values (1)').close();
      return [error.message, calls, counts];
    }
  };
  const args = [PACKAGE, scratch(t).file('test.db')];
  assert.deepEqual(inProcess(body, { args }), ['the guest was disposed of', 1, [1, 0]]);
});

test('a disposed guest is garbage-collected although its callbacks refer to it', () => {
  const body = async (_, folder) => {
    const { instantiate } = require(`${folder}/lib/engine/addon`).loadAddon();
    const start = () => {
      const own = {};
      const callbacks = new Proxy({}, { get: () => () => own.guest.exports.db_autocommit(0) });
      own.guest = instantiate(callbacks, true, 0);
      own.guest.exports.initialize();
      return own.guest;
    };
    const started = [];
    for (let round = 0; round < 5; round += 1) {
      const guest = start();
      started.push(new WeakRef(guest));
      guest.dispose();
    }
    for (let round = 0; round < 5; round += 1) {
      globalThis.gc();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    // The stack may still refer to the last guest.
    return started.filter((guest) => guest.deref() !== undefined).length <= 1;
  };
  assert.equal(inProcess(body, { args: [PACKAGE], flags: ['--expose-gc'] }), true);
});
