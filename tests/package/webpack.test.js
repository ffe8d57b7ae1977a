'use strict';

// Production bundles by webpack, run in a folder without node_modules.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { test } = require('node:test');
const { installation } = require('./support/installation');
const { assertNotes, byShim, copyFolders, withoutShim } = require('./support/notes');
const { bundledByWebpack } = require('./support/webpack');

for (const entry of ['main.cjs', 'main.mjs']) {
  test(`a bundle of ${entry} runs with the folders wasm and shim beside it`, async (t) => {
    const { folder, installed, node } = await bundledByWebpack(t, installation(t, 'notes'), entry);
    copyFolders(installed, folder, 'wasm', 'shim');
    assertNotes(node('bundle.cjs'), byShim);
  });
}

test('a bundle of the inline entry runs alone', async (t) => {
  const { folder, node } = await bundledByWebpack(t, installation(t, 'notes'), 'inline.mjs');
  assert.deepEqual(fs.readdirSync(folder), ['bundle.cjs']);
  assertNotes(node('bundle.cjs'), withoutShim);
});
