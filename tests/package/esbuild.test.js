'use strict';

// Bundles by esbuild, run in a folder without node_modules.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { test } = require('node:test');
const esbuild = require('esbuild');
const { emptyFolder, installation } = require('./support/installation');
const { assertNotes, byShim, copyFolders, withoutShim } = require('./support/notes');

/** The CommonJS variables that bundled code needs and an ES module lacks. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
const DIRNAME = 'const __dirname = import.meta.dirname;';

/**
 * Bundles an entry of the program into an empty folder.
 * @param {import('node:test').TestContext} t
 * @param {string} entry
 * @param {import('esbuild').BuildOptions} [options]
 */
function bundle(t, entry, options = {}) {
  const { file, folder: absWorkingDir, installed } = installation(t, 'notes');
  const place = emptyFolder(t);
  const outfile = place.file(options.format === 'esm' ? 'bundle.mjs' : 'bundle.cjs');
  const { warnings } = esbuild.buildSync({
    absWorkingDir, entryPoints: [file(entry)], outfile, bundle: true,
    platform: 'node', target: 'node18', logLevel: 'silent', ...options,
  });
  assert.deepEqual(warnings, []);
  return { ...place, installed, outfile };
}

for (const entry of ['main.cjs', 'main.mjs']) {
  test(`a bundle of ${entry} runs with the folders wasm and shim beside it`, (t) => {
    const { folder, installed, node, outfile } = bundle(t, entry);
    copyFolders(installed, folder, 'wasm', 'shim');
    assertNotes(node(outfile), byShim);
  });
}

test('a minified bundle runs with the folders wasm and shim beside it', (t) => {
  const { folder, installed, node, outfile } = bundle(t, 'main.cjs', { minify: true });
  copyFolders(installed, folder, 'wasm', 'shim');
  assertNotes(node(outfile), byShim);
});

test('without the folder shim, the next lock tier is used', (t) => {
  const { failure, folder, installed, node, outfile } = bundle(t, 'main.cjs');
  copyFolders(installed, folder, 'wasm');
  assertNotes(node(outfile), withoutShim);
  const refusal = /ANYSQLITE_LOCKS is "shim", which does not work here: .*ENOENT.*shim/;
  assert.match(failure({ ANYSQLITE_LOCKS: 'shim' }, outfile), refusal);
});

test('without the folder wasm, the error says which folder to copy', (t) => {
  const { failure, outfile } = bundle(t, 'main.cjs');
  const advice =
    /anysqlite cannot start: .*sqlite\.wasm cannot be read .*copy its folder "wasm" to beside the bundle/;
  assert.match(failure({}, outfile), advice);
});

test('a bundle of the inline entry runs alone', (t) => {
  const { folder, node, outfile } = bundle(t, 'inline.cjs', { minify: true });
  assert.deepEqual(fs.readdirSync(folder), ['bundle.cjs']);
  assertNotes(node(outfile), withoutShim);
});

test('a bundle of the inline entry uses the folder shim beside it', (t) => {
  const { folder, installed, node, outfile } = bundle(t, 'inline.mjs');
  copyFolders(installed, folder, 'shim');
  assertNotes(node(outfile), byShim);
});

test('an ES module bundle with require and __dirname runs', (t) => {
  const options = /** @type {const} */ ({ format: 'esm', banner: { js: REQUIRE + DIRNAME } });
  const { folder, installed, node, outfile } = bundle(t, 'main.mjs', options);
  copyFolders(installed, folder, 'wasm', 'shim');
  assertNotes(node(outfile), byShim);
});

test('an ES module bundle of the inline entry runs without __dirname', (t) => {
  const { node, outfile } = bundle(t, 'inline.mjs', { format: 'esm', banner: { js: REQUIRE } });
  assertNotes(node(outfile), withoutShim);
});

test('an alias makes every import of the package use the inline entry', (t) => {
  const { node, outfile } = bundle(t, 'main.cjs', { alias: { 'better-sqlite3': 'better-sqlite3/inline' } });
  assertNotes(node(outfile), withoutShim);
});

test('a bundle with the package as an external runs beside node_modules', (t) => {
  const { file, node } = installation(t, 'notes');
  const outfile = file('bundle.mjs');
  esbuild.buildSync({
    entryPoints: [file('main.mjs')], outfile, bundle: true,
    platform: 'node', format: 'esm', external: ['better-sqlite3'],
  });
  assertNotes(node(outfile), byShim);
});
