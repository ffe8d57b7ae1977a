'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { installation } = require('./support/installation');

const MODULES = path.join(__dirname, '..', '..', 'node_modules');

test('TypeScript finds the types of every entry in CommonJS and in ES modules', (t) => {
  const { file, folder } = installation(t, 'types');
  fs.symlinkSync(path.join(MODULES, '@types'), file('node_modules', '@types'));
  execFileSync(path.join(MODULES, '.bin', 'tsc'), ['--project', '.'], { cwd: folder, encoding: 'utf8' });
});
