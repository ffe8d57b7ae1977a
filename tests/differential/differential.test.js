'use strict';

// The same random operations on native better-sqlite3 and on this package: every visible result must be the same.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { runWatched } = require('./support/watch');

const { env } = process;

/** The number of statements to execute, and the first seed. */
const statements = Number(env.ANYSQLITE_DIFFERENTIAL_STATEMENTS ?? 40_000);
const seed = Number(env.ANYSQLITE_DIFFERENTIAL_SEED ?? 0);

/** A long run also tries new seeds, unless a seed is requested. A short run is the same every time. */
const isLong = statements > 100_000 && env.ANYSQLITE_DIFFERENTIAL_SEED === undefined;
const seeds = isLong ? [seed, 1_000_000 + (Date.now() % 1_000_000_000)] : [seed];

/** The number of differences that a failure shows. */
const MAX_SHOWN = 5;

/** The share of statements that must succeed: below it, the test would mostly compare errors. */
const MIN_SUCCEEDED = 0.7;

/** The share of statements whose differences may be explained. It is a tenth of this. */
const MAX_EXPLAINED = 0.001;

for (const first of seeds) {
  test(`every visible result equals native's, from seed ${first} on`, async (t) => {
    const { failures, counts, last } = await runWatched(first, statements / seeds.length);
    t.diagnostic(`seeds ${first} to ${last}`);
    for (const line of counts.lines()) t.diagnostic(line);
    const texts = failures.slice(0, MAX_SHOWN)
      .map(({ seed: failed, text }) => `seed ${failed} (node tests/differential/replay.js ${failed}):\n${text}`);
    assert.equal(failures.length, 0, `${failures.length} seeds differ\n\n${texts.join('\n\n')}`);
    assert.ok(counts.succeeded / counts.statements > MIN_SUCCEEDED, 'too few statements succeeded');
    const explained = Object.values(counts.explained).reduce((sum, times) => sum + times, 0);
    assert.ok(explained / counts.statements < MAX_EXPLAINED, `${explained} differences are explained`);
  });
}
