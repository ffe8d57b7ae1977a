'use strict';

// A bundle in a folder whose parents others may write to: it must not run what they plant there.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const esbuild = require('esbuild');
const { emptyFolder, installation } = require('./support/installation');
const { assertNotes, byShim, copyFolders, withoutShim } = require('./support/notes');

const SHIM = `${process.platform}-${process.arch}.node`;
const WASMTIME = ['gnu', 'musl'].map((libc) => `anysqlite-wasmtime.${process.platform}-${process.arch}-${libc}.node`);

/** A custom section without name and content: a module that it is appended to runs as before. */
const CUSTOM_SECTION = Buffer.of(0, 1, 0);

/** Where a bundle may lie: in folders of applications, and where files of the package lie in it. */
const PLACES = [
  'app.cjs', 'dist/app.cjs', 'dist/server/app.cjs', 'dist/server/chunks/app.cjs', 'lib/packaged/app.cjs',
  'lib/packaged/files.js', 'lib/engine/module.js', 'lib/host/locks/shim.js',
];

/** @param {string} file @param {Buffer} content */
function write(file, content) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
}

/**
 * Plants an addon, the manifest that older versions believed, a module and an addon in the place of wasmtime. They
 * would work: only their digests are not those of the package.
 * @param {string} installed @param {string} folder
 */
function plant(installed, folder) {
  const addon = Buffer.concat([fs.readFileSync(path.join(installed, 'shim', SHIM)), Buffer.of(0)]);
  const sha256 = createHash('sha256').update(addon).digest('hex');
  const manifest = JSON.stringify({ [SHIM]: { bytes: addon.length, sha256 } });
  const module = Buffer.concat([fs.readFileSync(path.join(installed, 'wasm', 'sqlite.wasm')), CUSTOM_SECTION]);
  write(path.join(folder, 'shim', SHIM), addon);
  write(path.join(folder, 'shim', 'manifest.json'), Buffer.from(manifest));
  write(path.join(folder, 'wasm', 'sqlite.wasm'), module);
  write(path.join(folder, SHIM), addon);
  write(path.join(folder, 'sqlite.wasm'), module);
  for (const name of WASMTIME) write(path.join(folder, 'wasmtime', name), addon);
}

/** Plants the same as a folder that passes for the package. @param {string} installed @param {string} folder */
function plantPackage(installed, folder) {
  plant(installed, folder);
  fs.copyFileSync(path.join(installed, 'package.json'), path.join(folder, 'package.json'));
}

/**
 * Bundles an entry of the program to a place in the folder "shared" of an empty folder.
 * @param {import('node:test').TestContext} t
 * @param {string} entry
 * @param {string} [at]
 */
function bundle(t, entry, at = 'app.cjs') {
  const { file, folder: absWorkingDir, installed } = installation(t, 'notes');
  const place = emptyFolder(t);
  const outfile = place.file('shared', at);
  esbuild.buildSync({
    absWorkingDir, entryPoints: [file(entry)], outfile, bundle: true, platform: 'node', logLevel: 'silent',
  });
  /** Every folder above the bundle's. */
  const above = [];
  for (let at = path.dirname(outfile); at !== place.folder; at = path.dirname(at)) above.push(path.dirname(at));
  return { ...place, above, beside: path.dirname(outfile), installed, outfile };
}

for (const at of PLACES) {
  test(`a bundle at ${at} uses no lock addon and no wasmtime addon of the folders above it`, (t) => {
    const { above, failure, installed, node, outfile } = bundle(t, 'inline.cjs', at);
    for (const folder of above) plantPackage(installed, folder);
    assertNotes(node(outfile), withoutShim);
    assert.match(failure({ ANYSQLITE_ENGINE: 'wasmtime' }, outfile), /cannot be used here \(Cannot find module/);
  });

  test(`a bundle at ${at} uses no module of the folders above it`, (t) => {
    const { above, failure, installed, outfile } = bundle(t, 'main.cjs', at);
    for (const folder of above) plantPackage(installed, folder);
    assert.match(failure({}, outfile), /sqlite\.wasm cannot be read .*copy its folder "wasm" to beside the bundle/);
  });
}

test('a bundle uses nothing beside it whose digest is not in its code', (t) => {
  const { beside, failure, installed, node, outfile } = bundle(t, 'inline.cjs');
  plant(installed, beside);
  assertNotes(node(outfile), withoutShim);
  assert.match(failure({ ANYSQLITE_LOCKS: 'shim' }, outfile), /is damaged; install the package again/);
  assert.match(failure({ ANYSQLITE_ENGINE: 'wasmtime' }, outfile), /cannot be used here \(Cannot find module/);
});

test('a bundle refuses a module beside it whose digest is not in its code', (t) => {
  const { beside, failure, installed, outfile } = bundle(t, 'main.cjs');
  plant(installed, beside);
  const refusal = /sqlite\.wasm is not the module that the bundle was made with\. .*copy its folder "wasm"/;
  assert.match(failure({}, outfile), refusal);
});

test('a bundle that Node reads from its standard input uses nothing of the working directory', (t) => {
  const { above: [folder], installed, outfile } = bundle(t, 'main.cjs');
  copyFolders(installed, folder, 'wasm', 'shim');
  const { status, stderr } = spawnSync(process.execPath, ['-'], {
    cwd: folder, encoding: 'utf8', input: fs.readFileSync(outfile),
  });
  assert.equal(status, 1);
  assert.match(stderr, /cannot be read \(the bundle does not run from a file/);
});

test('the package itself uses what lies in it', (t) => {
  assertNotes(installation(t, 'notes').node('main.cjs'), byShim);
});
