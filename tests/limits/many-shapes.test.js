'use strict';

// A program that builds its SQL makes many statements with column names of their own, each of which it executes once.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Database } = require('../support/engine');
const { collectGarbage, gc } = require('../support/collect-garbage');

const STATEMENTS = 20_000;

/** What a statement may leave on JavaScript's heap until the event loop has a turn. Native leaves as much. */
const MAX_BYTES = 1_200;

for (const [name, query] of [
  ['get()', (statement) => statement.get()],
  ['all()', (statement) => statement.all()],
  ['iterate()', (statement) => [...statement.iterate()]],
  ['expand()', (statement) => statement.expand().get()],
]) {
  test(`${STATEMENTS} shapes of rows by ${name} leave little memory behind`, async () => {
    const db = new Database(':memory:');
    await collectGarbage();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < STATEMENTS; i += 1) {
      query(db.prepare(`select 1 as ${name[0]}a${i}, 'x' as ${name[0]}b${i}, 2.5 as ${name[0]}c${i}`));
    }
    gc();
    const bytes = (process.memoryUsage().heapUsed - before) / STATEMENTS;
    assert.ok(bytes < MAX_BYTES, `${bytes} bytes a statement`);
    db.close();
  });
}
