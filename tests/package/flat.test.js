'use strict';

// Bundlers that lay assets beside the bundle, without the package's folders.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const ncc = require('@vercel/ncc');
const esbuild = require('esbuild');
const { bundledByWebpack } = require('./support/webpack');
const { emptyFolder, installation } = require('./support/installation');
const { assertNotes, byShim, copyFolders, withoutShim } = require('./support/notes');

const SHIM = `${process.platform}-${process.arch}.node`;

/**
 * Installs the program that imports the module as an asset.
 * @param {import('node:test').TestContext} t
 */
function program(t) {
  const place = installation(t, 'notes');
  fs.cpSync(path.join(__dirname, 'programs', 'assets'), place.folder, { recursive: true });
  return place;
}

/** Bundles the program by esbuild, which copies the module. @param {import('node:test').TestContext} t */
function bundledByEsbuild(t) {
  const { file, installed } = program(t);
  const place = emptyFolder(t);
  esbuild.buildSync({
    entryPoints: [file('main.mjs')], outfile: place.file('bundle.cjs'), bundle: true, platform: 'node',
    loader: { '.wasm': 'file' }, assetNames: '[name]', logLevel: 'silent',
  });
  return { ...place, installed };
}

test('a bundle by esbuild finds the module that its file loader copied', (t) => {
  const { folder, node } = bundledByEsbuild(t);
  assert.deepEqual(fs.readdirSync(folder).sort(), ['bundle.cjs', 'sqlite.wasm']);
  assertNotes(node('bundle.cjs'), withoutShim);
});

test('a bundle finds a lock addon beside it', (t) => {
  const { file, installed, node } = bundledByEsbuild(t);
  fs.copyFileSync(path.join(installed, 'shim', SHIM), file(SHIM));
  assertNotes(node('bundle.cjs'), byShim);
});

test('the folders come before files beside the bundle', (t) => {
  const { file, folder, installed, node } = bundledByEsbuild(t);
  fs.writeFileSync(file('sqlite.wasm'), 'no module');
  fs.writeFileSync(file(SHIM), 'no addon');
  copyFolders(installed, folder, 'wasm', 'shim');
  assertNotes(node('bundle.cjs'), byShim);
});

test('a bundle by webpack finds the module that it emitted as a resource', async (t) => {
  const { folder, node } = await bundledByWebpack(t, program(t), 'main.mjs', {
    module: { rules: [{ test: /\.wasm$/, type: 'asset/resource', generator: { filename: '[name][ext]' } }] },
  });
  assert.deepEqual(fs.readdirSync(folder).sort(), ['bundle.cjs', 'sqlite.wasm']);
  assertNotes(node('bundle.cjs'), withoutShim);
});

test('a bundle by ncc runs with the files beside it', async (t) => {
  const { file: source, installed } = installation(t, 'notes');
  const { file, node } = emptyFolder(t);
  const { code } = await ncc(source('main.cjs'), { cache: false, quiet: true });
  fs.writeFileSync(file('index.js'), code);
  for (const asset of [path.join('wasm', 'sqlite.wasm'), path.join('shim', SHIM)]) {
    fs.copyFileSync(path.join(installed, asset), file(path.basename(asset)));
  }
  assertNotes(node('index.js'), byShim);
});
