'use strict';

// The command of docs/EXTENSIONS.md for those who have clang alone.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const { copyFileSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { scratch } = require('../support/scratch');

const ROOT = path.join(__dirname, '..', '..');
const DEPENDENCIES = path.join(ROOT, 'node_modules', 'better-sqlite3', 'deps');

/** Returns the documented command, with this machine's clang and headers. */
function documentedCommand() {
  const document = readFileSync(path.join(ROOT, 'docs', 'EXTENSIONS.md'), 'utf8');
  const [command] = /^clang (?:.*\\\n)*.*$/m.exec(document);
  const compiler = process.env.WASM_CC ?? 'clang-22';
  return command.replace(/^clang/, compiler).replace('-I sqlite', `-I '${path.join(DEPENDENCIES, 'sqlite3')}'`);
}

test('an extension that clang compiles by the documented command is loaded', (t) => {
  const { file, folder, open } = scratch(t);
  copyFileSync(path.join(DEPENDENCIES, 'test_extension.c'), file('extension.c'));
  execFileSync('sh', ['-c', documentedCommand()], { cwd: folder });
  const db = open(':memory:').loadExtension(file('extension.wasm'));
  assert.equal(db.prepare('select testExtensionFunction(1, 2, 3)').pluck().get(), 3);
});
