'use strict';

// The shell does the same on every runtime.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { test } = require('node:test');
const { prepare } = require('../portability/runtimes');
const { PACKAGES } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');
const { contentOf, fillHardDatabase } = require('./support/hard-database');
const { COMMAND } = require('./support/shell');

const Database = require(PACKAGES.ours);

/** Runs the shell on a runtime and returns what it prints. */
function output(runtime, args, input = '') {
  const { command, args: own, env } = prepare(runtime);
  const { status, stdout, stderr } = spawnSync(command, [...own, COMMAND, ...args], {
    input, encoding: 'utf8', env: { ...process.env, ...env },
  });
  assert.equal(`${status} ${stderr}`, '0 ');
  return stdout;
}

for (const runtime of ['node18', 'node20', 'node22', 'node26', 'bun', 'deno']) {
  test(`${runtime} dumps, restores, backs up and prints`, (t) => {
    const { file, write } = scratchFolder(t);
    const db = new Database(file('hard.db'));
    fillHardDatabase(db);
    const content = contentOf(db);
    db.close();

    const dump = output(runtime, [file('hard.db'), '.dump', `.backup ${file('backup.db')}`]);
    output(runtime, ['--write', file('again.db')], dump);
    for (const name of ['backup.db', 'again.db']) {
      const copy = new Database(file(name), { readonly: true });
      assert.deepEqual(contentOf(copy), content);
      copy.close();
    }

    write('in.csv', '名,n\n日本,1\n👩‍👩‍👧,2\n');
    const printed = output(runtime, [':memory:', `.import ${file('in.csv')} t`, 'SELECT * FROM t', '.mode csv'], '');
    assert.equal(printed, '| 名   | n  |\n| :--- | :- |\n| 日本 | 1  |\n| 👩‍👩‍👧   | 2  |\n');
  });
}
