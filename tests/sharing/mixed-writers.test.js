'use strict';

// Processes of both sides do everything at once on one file. Every acknowledged row has to be there, for everyone.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { randomFor, seconds } = require('./support/soak');
const { SIDES } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');
const { settle, startWriter, summary, total } = require('./support/writers');

const random = randomFor('mixed-writers');

/** The long run's time is for all of them. */
const SCENARIOS = {
  'journal mode delete, opened and closed': { mode: 'delete', reopens: true },
  'journal mode truncate, transactions that spill': { mode: 'truncate', cache: 10, most: 60 },
  'journal mode persist': { mode: 'persist', reopens: true, cache: 20 },
  'WAL, opened and closed': { mode: 'wal', reopens: true, autocheckpoint: 50 },
  'WAL, opened and closed all the time': { mode: 'wal', reopens: true, most: 4, pad: 50, autocheckpoint: 5, checkpoints: 0.2 },
  'WAL, snapshots kept': { mode: 'wal', holds: true, autocheckpoint: 200 },
  'WAL of several regions, transactions that spill': { mode: 'wal', most: 400, pad: 5000, cache: 10, autocheckpoint: 0, checkpoints: 0.01, holds: true },
  'WAL, everything': { mode: 'wal', reopens: true, holds: true, most: 100, cache: 15, autocheckpoint: 400, synchronous: 'full' },
};

for (const [name, scenario] of Object.entries(SCENARIOS)) {
  test(name, async (t) => {
    const file = scratchFolder(t).file('test.db');
    const duration = seconds(1.6, 1 / Object.keys(SCENARIOS).length);
    const writers = [0, 1].flatMap((number) => SIDES.map((side) => startWriter(t, side, {
      ...scenario, file, who: `${side} ${number}`, seed: random.below(2 ** 31), seconds: duration,
    })));
    await settle(writers, file);
    for (const side of SIDES) console.log(`${name}: ${side}: ${summary(writers.filter((writer) => writer.side === side))}`);
    const { commits } = total(writers);
    assert.ok(commits > 4, `only ${commits} transactions were committed`);
  });
}
