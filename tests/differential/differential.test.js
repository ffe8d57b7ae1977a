'use strict';

// The same random operations on native better-sqlite3 and on this package: whatever can be seen has to be the same.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { runWatched } = require('./support/watch');

const { env } = process;

/** How many statements are executed, from which seed on. */
const statements = Number(env.ANYSQLITE_DIFFERENTIAL_STATEMENTS ?? 40_000);
const seed = Number(env.ANYSQLITE_DIFFERENTIAL_SEED ?? 0);

/** A long run also tries what none has tried before, if no seed was asked for; a short one finds the same every time. */
const isLong = statements > 100_000 && env.ANYSQLITE_DIFFERENTIAL_SEED === undefined;
const seeds = isLong ? [seed, 1_000_000 + (Date.now() % 1_000_000_000)] : [seed];

/** How many differences are shown. */
const SHOWN = 5;

/** Below this share of statements that succeed, mostly the refusals would be tested. */
const LEAST_SUCCEEDED = 0.7;

for (const first of seeds) {
  test(`the same as native, from seed ${first} on`, async (t) => {
    const { failures, counts, last } = await runWatched(first, statements / seeds.length);
    t.diagnostic(`seeds ${first} to ${last}`);
    for (const line of counts.lines()) t.diagnostic(line);
    const texts = failures.slice(0, SHOWN).map(({ seed: failed, text }) => `seed ${failed} (node tests/differential/replay.js ${failed}):\n${text}`);
    assert.equal(failures.length, 0, `${failures.length} seeds differ\n\n${texts.join('\n\n')}`);
    assert.ok(counts.succeeded / counts.statements > LEAST_SUCCEEDED, 'most statements are to succeed');
  });
}
