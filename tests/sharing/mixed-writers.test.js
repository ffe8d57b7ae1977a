'use strict';

// Processes of both sides use one file at once, in every way that applications do. Both sides must find every committed
// transaction in it.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { randomFor, seconds } = require('./support/soak');
const { SIDES } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');
const { unlessRemovedInWine } = require('../support/system');
const { settle, startWriter, summary, total } = require('./support/writers');

const random = randomFor('mixed-writers');

/** The scenarios share the soak's time equally. */
const SCENARIOS = {
  'journal mode delete, with reopening': { mode: 'delete', reopens: true },
  'journal mode truncate, with transactions larger than the cache': { mode: 'truncate', cache: 10, maxEntries: 60 },
  'journal mode persist, with reopening': { mode: 'persist', reopens: true, cache: 20 },
  'WAL, with reopening': { mode: 'wal', reopens: true, autocheckpoint: 50 },
  'WAL, with reopening, small transactions and many checkpoints': {
    mode: 'wal', reopens: true, maxEntries: 4, pad: 50, autocheckpoint: 5, checkpoints: 0.2,
  },
  'WAL, with snapshots held open': { mode: 'wal', holds: true, autocheckpoint: 200 },
  'WAL index of several regions, with transactions larger than the cache': {
    mode: 'wal', maxEntries: 400, pad: 5000, cache: 10, autocheckpoint: 0, checkpoints: 0.01, holds: true,
  },
  'WAL, with all of these': {
    mode: 'wal', reopens: true, holds: true, maxEntries: 100, cache: 15, autocheckpoint: 400, synchronous: 'full',
  },
};

for (const [name, scenario] of Object.entries(SCENARIOS)) {
  test(`writers of both sides lose nothing: ${name}`, unlessRemovedInWine(scenario.mode), async (t) => {
    const file = scratchFolder(t).file('test.db');
    const duration = seconds(1.6, 1 / Object.keys(SCENARIOS).length);
    const writers = [0, 1].flatMap((number) => SIDES.map((side) => startWriter(t, side, {
      ...scenario, file, who: `${side} ${number}`, seed: random.below(2 ** 31), seconds: duration,
    })));
    await settle(writers, file);
    for (const side of SIDES) {
      console.log(`${name}: ${side}: ${summary(writers.filter((writer) => writer.side === side))}`);
    }
    const { commits } = total(writers);
    assert.ok(commits > 4, `only ${commits} transactions were committed`);
  });
}
