'use strict';

// Litestream replicates a database that this package writes in WAL mode. Both checkpoint it, and both are killed at
// random moments. What is restored is a committed state, and in the end every row.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { randomFor, rounds, sleep } = require('../sharing/support/soak');
const { startWriter } = require('../sharing/support/writers');
const { scratchFolder } = require('../support/scratch-folder');
const { assertSame, lastTransaction } = require('./support/content');
const { Litestream, RELEASES } = require('./support/litestream');

const random = randomFor('replication');

/** Milliseconds that both have before the first of them is killed. */
const TIME = 600;

/** The ways in which this package reaches the WAL index, which Litestream's SQLite maps. */
const WAL_INDEX = ['mapped', 'copied'];

/** Starts a writer that goes on where the last one was killed. */
function startNext(t, file, number) {
  const plan = {
    file, who: 'a', seed: random.below(2 ** 31), mode: 'wal', acknowledges: true, maxEntries: random.pick([50, 500]),
    autocheckpoint: random.pick([30, 1000]), checkpoints: 0.05, reopens: random.chance(0.5),
  };
  return startWriter(t, 'ours', plan, { env: { ANYSQLITE_WAL_INDEX: WAL_INDEX[number % 2] } });
}

/** Waits until a writer has committed. @param {ReturnType<typeof startNext>} writer */
async function started(writer) {
  for (const end = performance.now() + 20_000; writer.acknowledgements === 0; await sleep(5)) {
    assert.equal(writer.damage, null, JSON.stringify(writer.damage));
    assert.ok(performance.now() < end, 'the writer commits nothing');
  }
}

for (const release of RELEASES) {
  test(`Litestream ${release}: a restored database has every row, whoever was killed`, async (t) => {
    const folder = scratchFolder(t);
    const file = folder.file('app.db');
    const litestream = new Litestream(t, release, file, folder.file('replica'));
    const count = rounds(3);
    let [acknowledged, commits, replicated] = [0, 0, 0];
    for (let number = 0; number < count; number += 1) {
      const writer = startNext(t, file, number);
      litestream.start();
      await started(writer);
      await sleep(TIME / 2 + random.below(TIME));
      const victims = random.chance(0.5) ? [writer, litestream] : [litestream, writer];
      for (const victim of victims) {
        await victim.kill();
        await sleep(random.below(TIME / 3));
      }
      assert.equal(writer.damage, null, JSON.stringify(writer.damage));
      acknowledged = writer.acknowledged;
      commits += writer.acknowledgements;
      // What was replicated until then is a committed state: not necessarily the last.
      litestream.restore(folder.file('restored.db'));
      const restored = lastTransaction(folder.file('restored.db'));
      assert.ok(restored <= acknowledged + 1, `restored ${restored}, acknowledged ${acknowledged}`);
      assert.ok(restored >= replicated, `restored ${restored}, after ${replicated} a round before`);
      replicated = restored;
    }
    const last = lastTransaction(file);
    assert.ok(last === acknowledged || last === acknowledged + 1, `found ${last}, acknowledged ${acknowledged}`);
    await litestream.catchUp(folder.file('last.db'), (restored) => lastTransaction(restored) === last);
    const rows = assertSame(file, folder.file('last.db'));
    console.log(`Litestream ${release}: ${count} rounds, ${commits} transactions, ${rows} rows restored`);
  });
}
