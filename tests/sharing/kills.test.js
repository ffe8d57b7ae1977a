'use strict';

// Writers are killed at random moments. Afterwards the file holds every acknowledged transaction and no partial one,
// and no lock remains: neither while other writers go on, nor when no writer is left.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { randomFor, rounds, sleep } = require('./support/soak');
const { AUDIT, SCHEMA, faultOf, stateIn } = require('./support/ledger');
const { SIDES } = require('../support/packages');
const { startPeer } = require('./support/peer');
const { scratchFolder } = require('../support/scratch-folder');
const { unlessRemovedInWine } = require('../support/system');
const { startWriter } = require('./support/writers');

const random = randomFor('kills');

const SETTINGS = ['delete', 'persist', 'wal'].flatMap((mode) => (
  ['normal', 'full'].map((synchronous) => ({ mode, synchronous }))));

/** How many rounds use the same database: each goes on where the last one was cut off. */
const ROUNDS_PER_FILE = 6;

/** Waits until a writer acknowledges another transaction. @param {any} writer */
async function progress(writer) {
  const [before, end] = [writer.acknowledgements, performance.now() + 20000];
  while (writer.acknowledgements === before) {
    assert.equal(writer.damage, null, JSON.stringify(writer.damage));
    assert.ok(performance.now() < end, `the ${writer.side} writer makes no progress`);
    await sleep(1);
  }
}

/** Starts one or two writers and kills them one after the other. After each kill, the others must make progress. */
async function startAndKill(t, file, setting, number) {
  const names = ['a', 'b'].slice(0, 1 + random.below(2));
  const writers = names.map((who, index) => startWriter(t, SIDES[(number + index) % 2], {
    ...setting, file, who, seed: random.below(2 ** 31), acknowledges: true,
    maxEntries: random.pick([4, 40]), cache: random.pick([10, 100]), autocheckpoint: random.pick([3, 100]),
    checkpoints: 0.1, reopens: random.chance(0.3),
  }));
  for (const writer of writers) await progress(writer);
  for (const [index, writer] of writers.entries()) {
    await sleep(random.fraction() * 60);
    await writer.kill();
    for (const other of writers.slice(index + 1)) await progress(other);
  }
  return writers;
}

/** Checks that the file holds the acknowledged transactions and, at most, the one that was being committed. */
async function verify(peer, file, expected) {
  await peer.open(file);
  const rows = await peer.rows(AUDIT);
  assert.equal(faultOf(rows), null);
  for (const [who, seq] of expected) {
    const found = stateIn(rows, who).seq;
    assert.ok(found === seq || found === seq + 1, `${who}: acknowledged ${seq}, found ${found}`);
    expected.set(who, found);
  }
  assert.equal(await peer.value('pragma integrity_check'), 'ok');
  await peer.exec('begin immediate; update states set seq = seq; commit');
  await peer.close();
}

for (const [index, setting] of SETTINGS.entries()) {
  const name = `journal mode ${setting.mode}, synchronous ${setting.synchronous}`;
  const title = `killed writers lose no acknowledged transaction and leave no locks: ${name}`;
  test(title, unlessRemovedInWine(setting.mode), async (t) => {
    const peers = SIDES.map((side) => startPeer(t, side));
    const count = Math.ceil(rounds(30) / SETTINGS.length);
    const [start, folder] = [performance.now(), scratchFolder(t)];
    let file = '';
    let expected = new Map();
    let acknowledged = 0;
    for (let number = 0; number < count; number += 1) {
      if (number % ROUNDS_PER_FILE === 0) {
        file = folder.file(`${number}.db`);
        expected = new Map();
        await peers[number % 2].open(file);
        await peers[number % 2].exec(SCHEMA);
        await peers[number % 2].close();
      }
      const writers = await startAndKill(t, file, setting, number + index);
      for (const { plan, acknowledged: seq, acknowledgements } of writers) {
        expected.set(plan.who, Math.max(seq, expected.get(plan.who) ?? 0));
        acknowledged += acknowledgements;
      }
      await verify(peers[random.below(2)], file, expected);
      // The recovered state must read the same, whichever side recovered it and whichever side reads it.
      await verify(peers[random.below(2)], file, expected);
    }
    const each = Math.round((performance.now() - start) / count);
    console.log(`kills, ${name}: ${count} rounds of ${each} ms, ${acknowledged} transactions acknowledged`);
  });
}
