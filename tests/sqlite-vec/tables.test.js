'use strict';

// Random statements on random tables of the module vec0: every result, and every byte of the databases, is native's.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Random } = require('../support/random');
const { compare } = require('./support/compare');
const { openAll } = require('./support/sides');
const { statement, table } = require('./support/table');

const TABLES = 60;
const STATEMENTS = 80;

/** The share of statements that must succeed: below it, the test would mostly compare errors. */
const MIN_SUCCEEDED = 0.5;

for (let seed = 0; seed < TABLES; seed += 1) {
  test(`random statements on a table have native's results, seed ${seed}`, (t) => {
    const random = new Random(seed);
    const all = openAll(t);
    const of = table(random);
    compare(all, of.sql, []);
    let succeeded = 0;
    for (let i = 0; i < STATEMENTS; i += 1) {
      const { sql, values } = statement(random, of);
      const result = compare(all, sql, values);
      succeeded += Number(!(Array.isArray(result) && typeof result[0] === 'string'));
    }
    assert.ok(succeeded > STATEMENTS * MIN_SUCCEEDED, `${succeeded} of ${STATEMENTS} succeeded`);
    const [native, plain, simd] = [all.native, all.plain, all.simd].map((db) => db.serialize());
    assert.ok(plain.equals(native) && simd.equals(native));
    compare(all, 'pragma integrity_check', []);
    compare(all, 'drop table t', []);
    compare(all, 'select name from sqlite_schema', []);
  });
}
