'use strict';

// Signals without a terminal.

const assert = require('node:assert/strict');
const { once } = require('node:events');
const { existsSync } = require('node:fs');
const { test } = require('node:test');
const { PACKAGES } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');
const { start } = require('./support/shell');

const Database = require(PACKAGES.ours);

const ENDLESS = 'WITH s(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM s)';

/** Resolves when a condition holds. */
async function until(condition) {
  const limit = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > limit) throw new Error(`not so in time: ${condition}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}

test('SIGINT stops rows between two of them, with exit code 130', async () => {
  const child = start(['--csv', ':memory:', `${ENDLESS} SELECT x FROM s`], { stdio: ['ignore', 'pipe', 'pipe'] });
  let last = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    last = text;
  });
  await until(() => last !== '');
  child.kill('SIGINT');
  const [code] = await once(child, 'close');
  assert.equal(code, 130);
  assert.ok(last.endsWith('\r\n'));
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  test(`${signal} ends a query that prints nothing, after a second`, async () => {
    const child = start([':memory:', '.mode csv', 'SELECT 1', `${ENDLESS} SELECT count(*) FROM s`], { stdio: 'pipe' });
    await new Promise((resolve) => {
      setTimeout(resolve, 1000);
    });
    child.kill(signal);
    const [, by] = await once(child, 'exit');
    assert.equal(by, signal);
  });
}

test('SIGTERM during a backup leaves no half of it', async (t) => {
  const { file, list } = scratchFolder(t);
  const db = new Database(file('app.db'));
  db.pragma('synchronous = OFF');
  db.exec(`CREATE TABLE t(a); ${ENDLESS} INSERT INTO t SELECT zeroblob(100000) FROM s LIMIT 2000`);
  db.close();
  const child = start([file('app.db'), `.backup ${file('backup.db')}`], { stdio: 'inherit' });
  await until(() => existsSync(file('backup.db-journal')) || child.exitCode !== null);
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  assert.equal(code, 143);
  assert.deepEqual(list(), ['app.db']);
});
