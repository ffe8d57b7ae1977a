'use strict';

// Node's single executable applications: the program is bundled to one file, which is put into a copy of Node.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const { test } = require('node:test');
const esbuild = require('esbuild');
const { prepare } = require('../portability/runtimes');
const { emptyFolder, installation } = require('./support/installation');
const { assertNotes, byShim, copyFolders, withoutShim } = require('./support/notes');

const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/**
 * Bundles the program to one file. Returns its folder, and a function that writes the configuration for Node.
 * @param {import('node:test').TestContext} t
 */
function bundled(t) {
  const place = installation(t, 'notes');
  esbuild.buildSync({
    entryPoints: [place.file('inline.cjs')], outfile: place.file('bundle.cjs'), bundle: true, platform: 'node',
  });
  /** @param {string} output */
  const configure = (output) => {
    const configuration = { main: 'bundle.cjs', output, disableExperimentalSEAWarning: true };
    fs.writeFileSync(place.file('sea.json'), JSON.stringify(configuration));
  };
  return { ...place, configure };
}

/**
 * Runs an application in an empty folder, first alone, then with the folder of the lock shims.
 * @param {import('node:test').TestContext} t
 * @param {string} application
 * @param {string} installed
 */
function runAlone(t, application, installed) {
  const { file, folder, run } = emptyFolder(t);
  fs.renameSync(application, file('application'));
  assertNotes(JSON.parse(run(file('application'))), withoutShim);
  copyFolders(installed, folder, 'shim');
  assertNotes(JSON.parse(run(file('application'))), byShim);
}

test('an application built by node --build-sea runs', (t) => {
  const { configure, file, folder, installed } = bundled(t);
  configure('application');
  execFileSync(prepare('node26').command, ['--build-sea', 'sea.json'], { cwd: folder, stdio: 'pipe' });
  runAlone(t, file('application'), installed);
});

test('an application built by postject runs', (t) => {
  const { configure, file, folder, installed } = bundled(t);
  configure('blob');
  const node = prepare('node24').command;
  execFileSync(node, ['--experimental-sea-config', 'sea.json'], { cwd: folder, stdio: 'pipe' });
  fs.copyFileSync(node, file('application'));
  const args = ['application', 'NODE_SEA_BLOB', 'blob', '--sentinel-fuse', FUSE];
  execFileSync(process.execPath, [require.resolve('postject/dist/cli.js'), ...args], { cwd: folder, stdio: 'pipe' });
  runAlone(t, file('application'), installed);
});
