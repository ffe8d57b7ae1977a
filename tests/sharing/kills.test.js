'use strict';

// Writers are killed at random moments. Whoever comes next finds all that was acknowledged, nothing half-done, and no
// lock: while the others write on, and when nobody is left.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { randomFor, rounds, sleep } = require('./support/soak');
const { AUDIT, SCHEMA, faultOf, stateIn } = require('./support/ledger');
const { SIDES } = require('../support/packages');
const { startPeer } = require('./support/peer');
const { scratchFolder } = require('../support/scratch-folder');
const { startWriter } = require('./support/writers');

const random = randomFor('kills');

const SETTINGS = ['delete', 'persist', 'wal'].flatMap((mode) => (
  ['normal', 'full'].map((synchronous) => ({ mode, synchronous }))));

/** A database is used for so many rounds: the next one goes on where the last one was cut off. */
const ROUNDS_A_FILE = 6;

/** Waits until a writer has committed something after this. @param {any} writer */
async function progress(writer) {
  const [before, end] = [writer.acknowledgements, performance.now() + 20000];
  while (writer.acknowledgements === before) {
    assert.equal(writer.damage, null, JSON.stringify(writer.damage));
    assert.ok(performance.now() < end, `${writer.side} does not get on`);
    await sleep(1);
  }
}

/** Starts writers and kills them one after the other; each of the rest has to get on without it. */
async function strike(t, file, setting, number) {
  const writers = ['a', 'b'].slice(0, 1 + random.below(2)).map((who, index) => startWriter(t, SIDES[(number + index) % 2], {
    ...setting, file, who, seed: random.below(2 ** 31), acknowledges: true,
    most: random.pick([4, 40]), cache: random.pick([10, 100]), autocheckpoint: random.pick([3, 100]), checkpoints: 0.1,
    reopens: random.chance(0.3),
  }));
  for (const writer of writers) await progress(writer);
  for (const [index, writer] of writers.entries()) {
    await sleep(random.fraction() * 60);
    await writer.kill();
    for (const other of writers.slice(index + 1)) await progress(other);
  }
  return writers;
}

/** What is in the file has to be what was acknowledged, or that and the one transaction that was being committed. */
async function verify(peer, file, expected) {
  await peer.open(file);
  const rows = await peer.rows(AUDIT);
  assert.equal(faultOf(rows), null);
  for (const [who, seq] of expected) {
    const found = stateIn(rows, who).seq;
    assert.ok(found === seq || found === seq + 1, `${who}: ${seq} was acknowledged, ${found} is there`);
    expected.set(who, found);
  }
  assert.equal(await peer.value('pragma integrity_check'), 'ok');
  await peer.exec('begin immediate; update states set seq = seq; commit');
  await peer.close();
}

for (const [index, setting] of SETTINGS.entries()) {
  test(`kills, journal mode ${setting.mode}, synchronous ${setting.synchronous}`, async (t) => {
    const peers = SIDES.map((side) => startPeer(t, side));
    const all = Math.ceil(rounds(30) / SETTINGS.length);
    const [start, folder] = [performance.now(), scratchFolder(t)];
    let file = '';
    let expected = new Map();
    let acknowledged = 0;
    for (let number = 0; number < all; number += 1) {
      if (number % ROUNDS_A_FILE === 0) {
        file = folder.file(`${number}.db`);
        expected = new Map();
        await peers[number % 2].open(file);
        await peers[number % 2].exec(SCHEMA);
        await peers[number % 2].close();
      }
      const writers = await strike(t, file, setting, number + index);
      for (const { plan, acknowledged: seq, acknowledgements } of writers) {
        expected.set(plan.who, Math.max(seq, expected.get(plan.who) ?? 0));
        acknowledged += acknowledgements;
      }
      await verify(peers[random.below(2)], file, expected);
      // The other side, too, finds what the first has recovered.
      await verify(peers[random.below(2)], file, expected);
    }
    const each = Math.round((performance.now() - start) / all);
    console.log(`kills ${setting.mode} ${setting.synchronous}: ${all} rounds of ${each} ms, ${acknowledged} transactions acknowledged`);
  });
}
