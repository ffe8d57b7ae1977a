'use strict';

// Production bundles by webpack, run in a folder without node_modules.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { test } = require('node:test');
const webpack = require('webpack');
const { emptyFolder, installation } = require('./support/installation');
const { assertNotes, byShim, copyFolders, withoutShim } = require('./support/notes');

/**
 * @param {import('webpack').Configuration} configuration
 * @returns {Promise<import('webpack').StatsCompilation>}
 */
const build = (configuration) =>
  new Promise((resolve, reject) => {
    webpack(configuration, (error, stats) => (
      stats ? resolve(stats.toJson({ all: false, errors: true, warnings: true })) : reject(error)));
  });

/**
 * Bundles an entry of the program into an empty folder.
 * @param {import('node:test').TestContext} t
 * @param {string} entry
 */
async function bundle(t, entry) {
  const { file, folder: context, installed } = installation(t, 'notes');
  const place = emptyFolder(t);
  const { errors, warnings } = await build({
    context, entry: file(entry), mode: 'production', target: 'node', performance: { hints: false },
    output: { path: place.folder, filename: 'bundle.cjs' },
  });
  assert.deepEqual([errors, warnings], [[], []]);
  return { ...place, installed };
}

for (const entry of ['main.cjs', 'main.mjs']) {
  test(`a bundle of ${entry} runs with the folders wasm and shim beside it`, async (t) => {
    const { folder, installed, node } = await bundle(t, entry);
    copyFolders(installed, folder, 'wasm', 'shim');
    assertNotes(node('bundle.cjs'), byShim);
  });
}

test('a bundle of the inline entry runs alone', async (t) => {
  const { folder, node } = await bundle(t, 'inline.mjs');
  assert.deepEqual(fs.readdirSync(folder), ['bundle.cjs']);
  assertNotes(node('bundle.cjs'), withoutShim);
});
