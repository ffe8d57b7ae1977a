'use strict';

// Proves that the tests of mixed writers can fail: with locks that have no effect, or with a WAL index that is never
// refreshed, the writers soon find damage.

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { randomFor } = require('./support/soak');
const { SIDES } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');
const { auditBy, settle, startWriter } = require('./support/writers');

const random = randomFor('broken');

/** How long the writers run. The tests that run often would miss damage that takes longer to show. */
const SECONDS = 15;

const FAULTS = {
  'locks that always succeed, journal mode delete': { preload: 'break-locks.js', mode: 'delete' },
  'locks that always succeed, WAL': { preload: 'break-locks.js', mode: 'wal' },
  'a WAL index that is never refreshed': { preload: 'break-wal-index.js', mode: 'wal' },
};

/** What damage causes: an error of SQLite, a failed check of a writer, or different rows in the file. */
const DAMAGE = /^(SQLITE_|inconsistent: |lost: |a snapshot has changed|integrity_check: |in the file: )/;

/** Returns the first damage that a writer reports or, if none does, that in the file, undefined without any. */
async function damageOf(writers, file) {
  await Promise.race([
    Promise.all(writers.map((writer) => writer.ended)),
    ...writers.map(async (writer) => {
      await writer.ended;
      // A writer without damage never settles, so that the race waits for the others.
      return writer.damage ?? new Promise(() => {});
    }),
  ]);
  const damage = writers.find((writer) => writer.damage !== null)?.damage;
  for (const writer of writers) await writer.kill();
  if (damage !== undefined) return damage.code === undefined ? damage.message : `${damage.code}: ${damage.message}`;
  for (const { side, done } of writers) assert.ok(done, `${side} ended without a report`);
  return settle(writers, file).then(() => undefined, (error) => `in the file: ${error.message}`);
}

for (const [name, { preload, mode }] of Object.entries(FAULTS)) {
  test(`the writers detect damage from ${name}`, async (t) => {
    const file = scratchFolder(t).file('test.db');
    const args = ['--require', path.join(__dirname, 'support', preload)];
    const start = performance.now();
    const writers = [0, 1].flatMap((number) => SIDES.map((side) => startWriter(t, side, {
      file, mode, who: `${side} ${number}`, seed: random.below(2 ** 31), seconds: SECONDS,
      reopens: true, autocheckpoint: 50,
    }, { args: side === 'ours' ? args : [] })));
    const damage = await damageOf(writers, file);
    const after = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`broken: ${name}: ${damage?.split('\n')[0]}, after ${after} s`);
    assert.match(damage ?? 'no damage was detected', DAMAGE);
  });
}

test('a single process does no damage even with these faults', async (t) => {
  for (const preload of ['break-locks.js', 'break-wal-index.js']) {
    const file = scratchFolder(t).file('test.db');
    const args = ['--require', path.join(__dirname, 'support', preload)];
    const alone = startWriter(t, 'ours', { file, mode: 'wal', who: 'alone', seed: 1, seconds: 0.7 }, { args });
    await settle([alone], file);
    assert.equal(auditBy('native', file).length, 1);
  }
});
