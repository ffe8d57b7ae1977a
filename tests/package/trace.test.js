'use strict';

// @vercel/nft, the file tracer of serverless platforms, has to find the module and the addons.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { nodeFileTrace } = require('@vercel/nft');
const { emptyFolder, installation } = require('./support/installation');
const { assertNotes, byShim, withoutShim } = require('./support/notes');

/**
 * Copies the files that the tracer finds for an entry of the program to an empty folder.
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
  test(`the trace of ${entry} includes the module and the addons`, async (t) => {
    const { node } = await traced(t, entry);
    assertNotes(node(entry), byShim);
  });
}

test('the traced inline entry runs without the folders wasm and shim', async (t) => {
  const { file, node } = await traced(t, 'inline.cjs');
  fs.rmSync(file('node_modules', 'better-sqlite3', 'wasm'), { recursive: true, force: true });
  fs.rmSync(file('node_modules', 'better-sqlite3', 'shim'), { recursive: true });
  assertNotes(node('inline.cjs'), withoutShim);
});
