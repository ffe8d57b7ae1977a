'use strict';

// Random statements on random tables of the module vec0: every result, and every byte of the databases, is native's.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Random } = require('../support/random');
const { compare } = require('./support/compare');
const { openAll } = require('./support/sides');
const { statement, table } = require('./support/table');

const SEEDS = Number(process.env.ANYSQLITE_VECTOR_TABLES ?? 60);
const STATEMENTS = 80;

/** The share of statements that must succeed: below it, the test would mostly compare errors. */
const MIN_SUCCEEDED = 0.6;

/**
 * Executes statements on a table, and compares the databases. Returns how many statements succeeded.
 * @param {ReturnType<typeof openAll>} all
 * @param {number} seed
 */
function run(all, seed) {
  const random = new Random(seed);
  const of = table(random);
  compare(all, of.sql, []);
  let succeeded = 0;
  for (let i = 0; i < STATEMENTS; i += 1) {
    const { sql, values } = statement(random, of);
    const result = compare(all, sql, values);
    succeeded += Number(!(Array.isArray(result) && typeof result[0] === 'string'));
  }
  const [native, plain, simd] = [all.native, all.plain, all.simd].map((db) => db.serialize());
  assert.ok(plain.equals(native) && simd.equals(native), 'the databases differ');
  compare(all, 'pragma integrity_check', []);
  compare(all, 'drop table t', []);
  compare(all, 'select name from sqlite_schema', []);
  return succeeded;
}

test("random statements on random tables have native's results and make native's databases", (t) => {
  const all = openAll(t);
  let succeeded = 0;
  for (let seed = 0; seed < SEEDS; seed += 1) {
    try {
      succeeded += run(all, seed);
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
  t.diagnostic(`${succeeded} of ${SEEDS * STATEMENTS} statements on ${SEEDS} tables succeeded`);
  assert.ok(succeeded > SEEDS * STATEMENTS * MIN_SUCCEEDED);
});
