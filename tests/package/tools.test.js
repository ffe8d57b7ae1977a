'use strict';

// Command-line tools, MCP servers and desktop extensions: one tree for every platform, which the user cannot write, in
// a process without addons and without a network. docs/TOOLS.md has the recipe.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { installation } = require('./support/installation');

const NOBODY = 65534;

/** Throws when a program connects or looks up a name. */
const NO_NETWORK = `
for (const name of ['net', 'dgram', 'dns']) {
  const target = { net: 'Socket', dgram: 'Socket', dns: 'Resolver' }[name];
  const prototype = require('node:' + name)[target].prototype;
  for (const method of ['connect', 'send', 'bind', 'resolve']) {
    prototype[method] = () => { throw new Error('the program uses the network'); };
  }
}
require('node:dns').lookup = () => { throw new Error('the program uses the network'); };
`;

/** The requests of a host that adds a note. @param {string} text */
const conversation = (text) => [
  { jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18' } },
  { jsonrpc: '2.0', method: 'notifications/initialized' },
  { jsonrpc: '2.0', id: 2, method: 'tools/list', params: {} },
  { jsonrpc: '2.0', id: 3, method: 'tools/call', params: { name: 'add_note', arguments: { text } } },
].map((message) => `${JSON.stringify(message)}\n`).join('');

/** Takes every right to write from a folder. @param {string} folder */
function protect(folder) {
  for (const name of fs.readdirSync(folder, { recursive: true }).map((each) => path.join(folder, String(each)))) {
    fs.chmodSync(name, fs.statSync(name).mode & ~0o222);
  }
  // A temporary folder belongs to its owner alone.
  fs.chmodSync(folder, 0o555);
}

/** Lets the owner write again, and so remove. @param {string} folder */
function release(folder) {
  fs.chmodSync(folder, 0o755);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) release(path.join(folder, entry.name));
  }
}

/** Returns every file with the time of its last change. @param {string} folder */
const stateOf = (folder) => fs.readdirSync(folder, { recursive: true }).sort()
  .map((name) => `${name} ${fs.statSync(path.join(folder, name)).mtimeMs}`);

/**
 * Installs the server in a tree that its user cannot write. Returns what runs it.
 * @param {import('node:test').TestContext} t
 */
function protectedServer(t) {
  // Hooks run in the order of registration, and the next one removes the folder.
  t.after(() => release(place.folder));
  const place = installation(t, 'mcp-server');
  const data = fs.mkdtempSync(path.join(path.dirname(place.folder), 'anysqlite-data-'));
  t.after(() => fs.rmSync(data, { recursive: true }));
  fs.writeFileSync(place.file('no-network.cjs'), NO_NETWORK);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) fs.chownSync(data, NOBODY, NOBODY);
  protect(place.folder);
  /** @param {string[]} options of Node @param {string} text */
  const add = (options, text) => spawnSync(
    process.execPath, [...options, '--require', place.file('no-network.cjs'), place.file('server.js'), data],
    { input: conversation(text), encoding: 'utf8', cwd: '/', ...(isRoot && { uid: NOBODY, gid: NOBODY }) });
  return { place, data, add };
}

/** Returns the text of the last answer. */
function textOf({ status, stdout, stderr }) {
  assert.equal(status, 0, stderr);
  const answers = stdout.trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(answers.map(({ id }) => id), [1, 2, 3]);
  return answers[2].result.content[0].text;
}

test('an MCP server works from a tree that nobody may write, without addons and without a network', (t) => {
  const { place, add } = protectedServer(t);
  const before = stateOf(place.folder);
  assert.match(textOf(add(['--no-addons'], 'one')), /^1 notes, locks (exclusive|ffi)$/);
  assert.match(textOf(add(['--no-addons'], 'two')), /^2 notes, locks (exclusive|ffi)$/);
  assert.deepEqual(stateOf(place.folder), before);
  const connects = ['--require', place.file('no-network.cjs'), '-e', 'require("node:net").connect(80)'];
  assert.match(place.failure({}, ...connects), /the program uses the network/);
});

test('with addons allowed the same tree shares its database', (t) => {
  assert.equal(textOf(protectedServer(t).add([], 'one')), '1 notes, locks shim');
});

test('under --permission it needs its own folder and that of its data', (t) => {
  const { place, data, add } = protectedServer(t);
  const reading = [place.folder, data].map((folder) => `--allow-fs-read=${folder}`);
  const rights = ['--permission', ...reading, `--allow-fs-write=${data}`];
  assert.match(textOf(add([...rights, '--no-addons'], 'one')), /^1 notes/);
});

test('an extension that leaves the lock addons out has no machine code at all, and works', (t) => {
  const { installed, file, node } = installation(t, 'mcp-server');
  fs.rmSync(path.join(installed, 'shim'), { recursive: true });
  const names = fs.readdirSync(file('node_modules'), { recursive: true }).map(String);
  assert.deepEqual(names.filter((name) => /\.(node|so|dylib|dll|exe)$/.test(name)), []);
  assert.equal(node('-p', 'JSON.stringify(new (require("better-sqlite3"))("a.db").prepare("SELECT 1 a").get())').a, 1);
});

test('the manifest of the extension starts the program that the tests start', () => {
  const folder = path.join(__dirname, 'programs', 'mcp-server');
  const { server } = JSON.parse(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
  assert.ok(fs.existsSync(path.join(folder, server.entry_point)));
  assert.deepEqual(server.mcp_config.args.slice(0, 2), ['--no-addons', `\${__dirname}/${server.entry_point}`]);
});
