'use strict';

// The package on Windows under Wine, installed in a folder whose name has blanks and letters of other scripts.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const { test } = require('node:test');
const { prepare } = require('../portability/runtimes');
const { emptyFolder, installation } = require('./support/installation');
const { assertNotes, byShim } = require('./support/notes');

const ENTRIES = ['main.mjs', 'main.cjs', 'inline.mjs', 'inline.cjs'];

for (const name of ['win-x64-18', 'win-x64-22']) {
  test(`${name} runs an application in a folder of any name`, (t) => {
    const { command } = prepare(name);
    const folder = emptyFolder(t).file('Größe & 名前 – пример');
    fs.cpSync(installation(t, 'notes').folder, folder, { recursive: true });
    for (const entry of ENTRIES) {
      const { status, stdout, stderr } = spawnSync(command, [entry], { cwd: folder, encoding: 'utf8' });
      assert.equal(status, 0, `${entry}: ${stderr}`);
      assertNotes(JSON.parse(stdout), byShim);
    }
  });
}
