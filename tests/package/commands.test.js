'use strict';

// Executes the commands of the README and of the pages for users as a new user would: from the top, in the folder of a
// program, with npm and a registry that has this package.

const assert = require('node:assert/strict');
const { execFile } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, describe, test } = require('node:test');
const { promisify } = require('node:util');
const { ROOT } = require('../support/packages');
const { startRegistry } = require('../support/registry');
const { emptyFolder } = require('./support/installation');

/** What a page names and this file does not run: engines of containers, this repository's own commands, and others. */
const ELSEWHERE = [/^docker /, /^cargo xtask (demo|test) /, /^npx @anthropic-ai\/mcpb pack /];

/** Returns the commands of a page's blocks for the shell. @param {string} page */
function commandsOf(page) {
  const text = fs.readFileSync(path.join(ROOT, page), 'utf8');
  const lines = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block]) => block.trim().split('\n'));
  return lines.filter((line) => !ELSEWHERE.some((pattern) => pattern.test(line)));
}

/**
 * Creates the folder of a program, in which commands find what npm has installed there.
 * @param {string} registry URL
 * @param {{ after(fn: () => void): void }} t
 */
function program(registry, t) {
  const { file, folder } = emptyFolder(t);
  fs.writeFileSync(file('package.json'), '{ "name": "program", "version": "1.0.0" }');
  const env = {
    ...process.env,
    npm_config_registry: registry,
    npm_config_cache: file('cache'),
    npm_config_yes: 'true',
    npm_config_update_notifier: 'false',
    PATH: [file('node_modules/.bin'), path.dirname(process.execPath), process.env.PATH].join(path.delimiter),
  };
  return {
    file,
    /** @param {string} command @returns {Promise<string>} its output */
    run: async (command) => (await promisify(execFile)('sh', ['-c', command], { cwd: folder, env })).stdout,
  };
}

const MAKE_DATABASE = `node -e "const db = new (require('better-sqlite3'))('app.db');
  db.exec('CREATE TABLE IF NOT EXISTS note (text TEXT); INSERT INTO note VALUES (1), (2)')"`;

describe('the commands', () => {
  const undo = [];
  /** @type {ReturnType<typeof program>} */
  let place;

  before(async () => {
    const registry = await startRegistry();
    undo.push(registry.close);
    place = program(registry.url, { after: (fn) => undo.push(fn) });
  });
  after(() => undo.forEach((fn) => fn()));

  // The README comes first, and installs the package.
  for (const page of ['README.md', 'docs/home-assistant.md', 'docs/TOOLS.md', 'docs/runbook.md']) {
    test(`those of ${page} succeed, one after the other`, async () => {
      const commands = commandsOf(page);
      assert.notEqual(commands.length, 0);
      for (const command of commands) await place.run(command);
      const { dependencies } = JSON.parse(fs.readFileSync(place.file('package.json'), 'utf8'));
      assert.match(dependencies['better-sqlite3'], /^npm:@anysqlite\/better-sqlite3@/);
      assert.match(await place.run(`${MAKE_DATABASE} && anysqlite app.db .tables`), /note/);
    });
  }
});
