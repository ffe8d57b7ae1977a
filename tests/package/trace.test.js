'use strict';

// What @vercel/nft copies, the tracer of serverless platforms: it has to see the module and the addons.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { nodeFileTrace } = require('@vercel/nft');
const { emptyFolder, installation } = require('./support/installation');
const { assertNotes, byShim, withoutShim } = require('./support/notes');

/**
 * Copies what an entry of the program needs, as it is traced, to an empty folder.
 * @param {import('node:test').TestContext} t
 * @param {string} entry
 */
async function traced(t, entry) {
  const { file, folder } = installation(t, 'notes');
  const { fileList, warnings } = await nodeFileTrace([file(entry)], { base: folder });
  assert.deepEqual([...warnings].map(String), []);
  const place = emptyFolder(t);
  for (const name of fileList) {
    fs.mkdirSync(path.dirname(place.file(name)), { recursive: true });
    fs.copyFileSync(file(name), place.file(name));
  }
  return place;
}

for (const entry of ['main.cjs', 'main.mjs']) {
  test(`${entry} has the module and the addons`, async (t) => {
    const { node } = await traced(t, entry);
    assertNotes(node(entry), byShim);
  });
}

test('inline needs no module beside it', async (t) => {
  const { file, node } = await traced(t, 'inline.cjs');
  fs.rmSync(file('node_modules', 'better-sqlite3', 'wasm'), { recursive: true, force: true });
  fs.rmSync(file('node_modules', 'better-sqlite3', 'shim'), { recursive: true });
  assertNotes(node('inline.cjs'), withoutShim);
});
