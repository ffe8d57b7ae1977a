'use strict';

// The recipes of docs/PACKAGING.md: each package manager installs the package through the alias from a registry, and
// its override reaches a dependant that asks for better-sqlite3 12, which the registry does not have.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { name, version } = require('../../npm/package.json');
const { prepare } = require('../portability/runtimes');
const { emptyFolder } = require('./support/installation');
const { registry } = require('./support/registry');

const MAIN = path.join(__dirname, 'programs', 'dependant', 'main.cjs');
const ALIAS = `npm:${name}@${version.split('.')[0]}`;
const MANIFEST = { private: true, dependencies: { 'better-sqlite3': ALIAS, dependant: '1.0.0' } };

/** @typedef {{ file(...names: string[]): string, rc: string, address: string }} Place */

/** @param {Place} place @param {object} more */
const writeManifest = ({ file }, more) => (
  fs.writeFileSync(file('package.json'), JSON.stringify({ ...MANIFEST, ...more })));

/** @param {string} linker */
const yarnConfiguration = (linker) => (/** @type {Place} */ place) => {
  writeManifest(place, { resolutions: { 'better-sqlite3': ALIAS } });
  fs.writeFileSync(place.file('.yarnrc.yml'), [
    `npmRegistryServer: ${place.address}`, 'unsafeHttpWhitelist: [127.0.0.1]', `nodeLinker: ${linker}`,
    'enableTelemetry: false', 'enableImmutableInstalls: false', 'enableGlobalCache: false',
    // Yarn does not install what was published less than a day ago.
    'npmMinimalAgeGate: 0', '',
  ].join('\n'));
  fs.writeFileSync(place.file('yarn.lock'), '');
};

/** @param {string[]} names */
const program = (...names) => [process.execPath, path.join(__dirname, 'node_modules', ...names)];

const YARN = program('@yarnpkg', 'cli-dist', 'bin', 'yarn.js');

/**
 * Each package manager: what its installation is configured by, its command, and how Node runs the program then.
 * @type {Record<string, { configure(place: Place): void, install: string[], run?: string[] }>}
 */
const MANAGERS = {
  npm: {
    configure: (place) => writeManifest(place, { overrides: { 'better-sqlite3': '$better-sqlite3' } }),
    install: ['npm', 'install', '--no-audit', '--no-fund'],
  },
  pnpm: {
    configure(place) {
      writeManifest(place, {});
      fs.writeFileSync(place.file('pnpm-workspace.yaml'), `overrides:\n  better-sqlite3: ${ALIAS}\n`);
    },
    install: [...program('pnpm', 'bin', 'pnpm.cjs'), 'install', '--store-dir', 'store'],
  },
  'Yarn 1': {
    configure: (place) => writeManifest(place, { resolutions: { 'better-sqlite3': ALIAS } }),
    install: [...program('yarn', 'bin', 'yarn.js'), 'install', '--cache-folder', 'cache'],
  },
  'Yarn 4 with node_modules': {
    configure: yarnConfiguration('node-modules'), install: [...YARN, 'install'],
  },
  "Yarn 4 with Plug'n'Play": {
    configure: yarnConfiguration('pnp'), install: [...YARN, 'install'],
    run: ['--require', './.pnp.cjs'],
  },
  Bun: {
    configure: (place) => writeManifest(place, { overrides: { 'better-sqlite3': ALIAS } }),
    install: [prepare('bun').command, 'install', '--cache-dir', 'cache'],
  },
};

test('package managers install the package in place of better-sqlite3, for dependants too', async (t) => {
  const { address, rc } = await registry(t);
  for (const [manager, { configure, install: [command, ...args], run = [] }] of Object.entries(MANAGERS)) {
    await t.test(manager, () => {
      const { file, folder, node } = emptyFolder(t);
      fs.writeFileSync(file('.npmrc'), rc);
      fs.copyFileSync(MAIN, file('main.cjs'));
      configure({ file, rc, address });
      // The caches of package managers remember packages by name, whichever registry they came from.
      const env = { ...process.env, HOME: folder };
      execFileSync(command, args, { cwd: folder, encoding: 'utf8', env, stdio: 'pipe' });
      assert.deepEqual(node(...run, 'main.cjs'), { same: true, engine: 'v8' });
    });
  }
});
