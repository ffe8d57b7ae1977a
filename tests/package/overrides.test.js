'use strict';

// An override also replaces the better-sqlite3 of a dependant that asks for another version; an alias alone does not.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { emptyFolder } = require('./support/installation');
const { TARBALL } = require('../support/tarball');

test('npm overrides give a dependant the package in place of better-sqlite3', (t) => {
  const { file, folder, node, run } = emptyFolder(t);
  fs.cpSync(path.join(__dirname, 'programs', 'dependant'), folder, { recursive: true });
  fs.writeFileSync(file('package.json'), JSON.stringify({
    private: true,
    dependencies: { 'better-sqlite3': `file:${TARBALL}`, dependant: 'file:dependant' },
    overrides: { 'better-sqlite3': '$better-sqlite3' },
  }));
  // Offline, because npm must not even look up the version that the dependant asks for.
  run('npm', 'install', '--offline', '--install-links', '--no-audit', '--no-fund');
  assert.deepEqual(node('main.cjs'), { same: true, engine: 'v8' });
});
