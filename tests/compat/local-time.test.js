'use strict';

// How local time differs from that of native SQLite: docs/COMPAT.md has the reasons.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { answerOfChild } = require('../support/child');
const { folder } = require('../support/engine');
const { scratchFolder } = require('../support/scratch-folder');

const RULES = 'CET-1CEST,M3.5.0,M10.5.0/3';

/** A program that prints the local hour of noon in UTC, on 15 January and 15 July 2024. */
const PRINT_HOURS = `
  const Database = require(${JSON.stringify(folder)});
  const local = new Database(':memory:').prepare("select strftime('%H', ?, 'localtime')").pluck();
  console.log(local.get('2024-01-15 12:00:00'), local.get('2024-07-15 12:00:00'));
`;

/**
 * Runs that program and returns what it prints.
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} options of Node
 */
function hours(env, options = []) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...options, '-e', PRINT_HOURS], {
    encoding: 'utf8', env: { ...process.env, ...env },
  });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

/** The option has lost its prefix in Node 23.5. */
const permission = ['--permission', '--experimental-permission'].find((name) =>
  process.allowedNodeEnvironmentFlags.has(name));

test("under Node's permission model, names and complete rules in TZ work", { skip: permission === undefined }, () => {
  const options = [permission, `--allow-fs-read=${path.join(__dirname, '../..')}/*`];
  assert.equal(hours({ TZ: 'Europe/Paris' }, options), '13 14');
  assert.equal(hours({ TZ: RULES }, options), '13 14');
  assert.equal(hours({ TZ: '<-03>3' }, options), '09 09');
});

test("a worker thread's local time follows its own TZ", () => {
  const answer = answerOfChild(({ Database }, packageFolder) => {
    const { Worker, SHARE_ENV } = require('node:worker_threads');
    const program = (change) => `
      const { parentPort } = require('node:worker_threads');
      const Database = require(${JSON.stringify(packageFolder)});
      ${change}
      const db = new Database(':memory:');
      parentPort.postMessage(db.prepare("select strftime('%H', '2024-01-15 12:00:00', 'localtime')").pluck().get());
    `;
    const hour = (change, env) => new Promise((resolve) => {
      new Worker(program(change), { eval: true, env }).on('message', resolve);
    });
    process.env.TZ = 'AAA-2';
    const mine = () => new Database(':memory:').prepare("select strftime('%H', '2024-01-15 12:00:00', 'localtime')")
      .pluck().get();
    (async () => console.log(JSON.stringify([
      await hour(''), await hour("process.env.TZ = 'AAA-5'"), mine(),
      await hour("process.env.TZ = 'AAA-6'", SHARE_ENV), mine(),
    ])))();
  }, { args: [folder] });
  assert.deepEqual(answer, ['14', '17', '14', '18', '18']);
});

test('rules without dates have those of the United States since 2007', (t) => {
  const { folder: empty } = scratchFolder(t);
  assert.equal(hours({ TZ: 'AAA5BBB' }), '07 08');
  assert.equal(hours({ TZ: 'AAA5BBB', TZDIR: empty }), '07 08');
});

test('a zone file that is a FIFO is no zone file', { skip: process.platform === 'win32' }, (t) => {
  const place = scratchFolder(t);
  assert.equal(spawnSync('mkfifo', [place.file('zone')]).status, 0);
  assert.equal(hours({ TZ: place.file('zone') }), '12 12');
  fs.rmSync(place.file('zone'));
});
