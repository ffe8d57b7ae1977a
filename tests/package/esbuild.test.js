'use strict';

// Bundles by esbuild, run where there is no node_modules.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { test } = require('node:test');
const esbuild = require('esbuild');
const { emptyFolder, installation } = require('./support/installation');
const { assertNotes, byShim, copyFolders, withoutShim } = require('./support/notes');

/** What an ES module lacks that CommonJS code in it needs. */
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
    absWorkingDir, entryPoints: [file(entry)], outfile, bundle: true, platform: 'node', target: 'node18', logLevel: 'silent', ...options,
  });
  assert.deepEqual(warnings, []);
  return { ...place, installed, outfile };
}

for (const entry of ['main.cjs', 'main.mjs']) {
  test(`${entry}, the wasm and shim folders beside the bundle`, (t) => {
    const { folder, installed, node, outfile } = bundle(t, entry);
    copyFolders(installed, folder, 'wasm', 'shim');
    assertNotes(node(outfile), byShim);
  });
}

test('minified', (t) => {
  const { folder, installed, node, outfile } = bundle(t, 'main.cjs', { minify: true });
  copyFolders(installed, folder, 'wasm', 'shim');
  assertNotes(node(outfile), byShim);
});

test('without the shim the next locks are taken', (t) => {
  const { failure, folder, installed, node, outfile } = bundle(t, 'main.cjs');
  copyFolders(installed, folder, 'wasm');
  assertNotes(node(outfile), withoutShim);
  assert.match(failure({ ANYSQLITE_LOCKS: 'shim' }, outfile), /ANYSQLITE_LOCKS is "shim", which does not work here: .*manifest\.json/);
});

test('without the module it says what to copy', (t) => {
  const { failure, outfile } = bundle(t, 'main.cjs');
  assert.match(failure({}, outfile), /anysqlite cannot start: .*sqlite\.wasm cannot be read .*copy its folder "wasm" to beside the bundle/);
});

test('inline, the bundle is all there is', (t) => {
  const { folder, node, outfile } = bundle(t, 'inline.cjs', { minify: true });
  assert.deepEqual(fs.readdirSync(folder), ['bundle.cjs']);
  assertNotes(node(outfile), withoutShim);
});

test('inline, with the shim folder beside the bundle', (t) => {
  const { folder, installed, node, outfile } = bundle(t, 'inline.mjs');
  copyFolders(installed, folder, 'shim');
  assertNotes(node(outfile), byShim);
});

test('as an ES module', (t) => {
  const { folder, installed, node, outfile } = bundle(t, 'main.mjs', { format: 'esm', banner: { js: REQUIRE + DIRNAME } });
  copyFolders(installed, folder, 'wasm', 'shim');
  assertNotes(node(outfile), byShim);
});

test('inline, as an ES module that does not know its folder', (t) => {
  const { node, outfile } = bundle(t, 'inline.mjs', { format: 'esm', banner: { js: REQUIRE } });
  assertNotes(node(outfile), withoutShim);
});

test('inline for all, by an alias', (t) => {
  const { node, outfile } = bundle(t, 'main.cjs', { alias: { 'better-sqlite3': 'better-sqlite3/inline' } });
  assertNotes(node(outfile), withoutShim);
});

test('external, the package stays in node_modules', (t) => {
  const { file, node } = installation(t, 'notes');
  const outfile = file('bundle.mjs');
  esbuild.buildSync({
    entryPoints: [file('main.mjs')], outfile, bundle: true, platform: 'node', format: 'esm', external: ['better-sqlite3'],
  });
  assertNotes(node(outfile), byShim);
});
