'use strict';

// Extensions in other processes and threads, and without the module's file.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { test } = require('node:test');
const { Worker } = require('node:worker_threads');
const { folder } = require('../support/engine');
const { SUFFIX, built } = require('./support/built');

const PROGRAM = `
  const db = new (require(process.argv[1]))(':memory:');
  db.loadExtension(process.argv[2]);
  console.log(db.prepare('select word(2)').pluck().get());
`;

/** Loads an extension in a process of its own. Returns what it printed, or why it failed. */
function inProcess(flags, entry = folder) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, '-e', PROGRAM, entry, built('kinds')], {
    encoding: 'utf8', timeout: 60_000,
  });
  return status === 0 ? stdout.trim() : stderr;
}

const PERMISSION = ['--permission', '--experimental-permission'].find(
  (flag) => process.allowedNodeEnvironmentFlags.has(flag),
);

test('the permission model decides which extensions may be read', { skip: !PERMISSION && 'Node has none' }, () => {
  const readable = (place) => `--allow-fs-read=${path.join(place, '*')}`;
  const packageOnly = [PERMISSION, readable(path.resolve(folder)), '--no-addons'];
  assert.match(inProcess(packageOnly), new RegExp(`kinds\\${SUFFIX} cannot be opened: permission denied`));
  assert.equal(inProcess([...packageOnly, readable(path.dirname(built('kinds')))]), 'zwei');
});

test('the package with its module inside the code loads extensions', () => {
  assert.equal(inProcess([], path.join(folder, 'lib', 'inline.js')), 'zwei');
});

test('a thread loads extensions', async () => {
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    const db = new (require(workerData[0]))(':memory:').loadExtension(workerData[1]);
    parentPort.postMessage(db.prepare('select word(3)').pluck().get());
  `;
  const worker = new Worker(source, { eval: true, workerData: [folder, built('kinds')] });
  const answer = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  assert.equal(answer, 'drei');
});
